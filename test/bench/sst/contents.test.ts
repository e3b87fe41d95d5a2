import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assertArrived, type Contents } from './contents';

const sent: Contents = { tables: 3, views: 2, triggers: 1, events: 1, rows: 40 };

describe('what arrived in the benchmark of state transfers', () => {
  it('is fine where it is as much as was sent', () => {
    assert.doesNotThrow(() => assertArrived('ours', sent, { ...sent }));
  });

  for (const what of ['tables', 'views', 'triggers', 'events', 'rows'] as const) {
    it(`isn't where it has fewer ${what}`, () => {
      const left = sent[what] - 1;
      assert.throws(
        () => assertArrived('stock', sent, { ...sent, [what]: left }),
        (error: Error) =>
          error.message.startsWith('stock: the donor has 3 tables, ') &&
          error.message.includes(`${String(left)} ${what}`),
      );
    });
  }
});
