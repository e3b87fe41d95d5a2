import assert from 'node:assert/strict';
import { scaleProblem } from '../../src/extension/presentation/scaleInput';
import { english, healthy } from './views';

describe('scaleProblem', () => {
  const problem = (text: string): string | undefined => scaleProblem(text, healthy, english);

  it('lets through another number of nodes, 1 to 9', () => {
    assert.deepEqual(['1', '2', '9'].map(problem), [undefined, undefined, undefined]);
  });

  it('says what is wrong with all else', () => {
    for (const text of ['', '0', '10', '-1', '2.5', 'two', ' 2']) {
      assert.equal(problem(text), 'Type a number from 1 to 9.', text);
    }
    assert.equal(problem('3'), 'demo has that many nodes already.');
  });
});
