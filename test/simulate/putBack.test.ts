import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/lib/repository.mjs';
import { oldFaults, type Patch, startScript } from '../cluster/loop/simulation/oldFaults';
import { countOf, putBack } from './putBack';

const nodeFiles = join(repositoryRoot, 'src', 'cluster', 'node');

function sourcesOf({ file }: Patch): string[] {
  const scripts = (): string[] =>
    readdirSync(nodeFiles, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sh'));
  const files = file === startScript ? scripts().map((name) => join(nodeFiles, name)) : [join(repositoryRoot, file)];
  return files.map((name) => readFileSync(name, 'utf8'));
}

describe('The old faults', () => {
  const patch = { file: 'a.ts', text: 'return  b\n.c', replacement: '$&' };

  it('are put back wherever a line breaks, as they stand', () => {
    assert.equal(putBack('x; return b .c; y', patch), 'x; $&; y');
  });

  it("aren't where the present text is missing, or there twice", () => {
    assert.throws(() => putBack('return b', patch), /^Error: 0 times in a.ts/);
    assert.throws(() => putBack('return b .c return b .c', patch), /^Error: 2 times in a.ts/);
  });

  for (const { name, patches } of oldFaults) {
    it(`can be put back: ${name}`, () => {
      for (const each of patches) {
        const places = sourcesOf(each).map((source) => countOf(source, each));
        assert.equal(
          places.reduce((sum, count) => sum + count, 0),
          1,
          each.text,
        );
      }
    });
  }
});
