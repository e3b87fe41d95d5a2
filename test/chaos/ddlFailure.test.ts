import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ddlOutcome, rowOutcome, speaksOfSchema } from './ddlFailure';
import { SilentNodeError } from './nodeSession';

const server = (errno: number): Error => Object.assign(new Error('it said no'), { errno });

describe('what a failed change of the schema means', () => {
  it('takes for refused what was never sent, and what the server says it never looked at or can not do', () => {
    assert.equal(ddlOutcome(new SilentNodeError('…'), 'before'), 'refused');
    for (const errno of [1047, 1050, 1060, 1146, 1235, 1846]) {
      assert.equal(ddlOutcome(server(errno), 'commit'), 'refused');
    }
  });

  it('takes a deadlock for no answer: a node that lost the group says so too', () => {
    for (const error of [server(1213), server(1205), server(1317), new SilentNodeError('…')]) {
      assert.equal(ddlOutcome(error, 'commit'), 'unknown');
    }
  });

  it('knows which answers are about the schema', () => {
    assert.deepEqual(
      [1146, 1091, 1047, 1213].map((errno) => speaksOfSchema(server(errno))),
      [true, true, false, false],
    );
  });
});

describe('what a failed write of a row means', () => {
  it('takes a table that was renamed meanwhile for a refusal', () => {
    assert.deepEqual(
      [1146, 1412, 1213, 2013].map((errno) => rowOutcome(server(errno), 'commit')),
      ['refused', 'refused', 'refused', 'unknown'],
    );
  });
});
