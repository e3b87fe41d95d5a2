import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { answerIn } from '../../../src/cluster/node/askNode';
import { sealOf } from '../../../src/cluster/node/sealedLines';
import { type Order, orderLine } from '../../../src/cluster/node/sendOrder';

const order: Order = { boot: '0b0f4a52-5d0e-4a5b-8f0c-2a2b7f6b9c11', turn: 2, do: 'measure' };
const password = 'a'.repeat(32);

/** As Docker sends what a container has written to stderr. */
function framed(...pieces: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const text = Buffer.from(piece);
      const header = Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(text.length, 4);
      return [header, text];
    }),
  );
}

function answer(to: Order, secret = password, text = 'data=1'): string {
  const seal = sealOf(secret, to.boot);
  return `galera-answer: boot=${to.boot} seal=${seal} to=${orderLine(to, secret).slice(-64)} ${text}`;
}

describe("A node's answer", () => {
  it('is found among what the server logs, however it comes in pieces', () => {
    const output = Buffer.from(`2026-11-27  5:06:06 0 [Note] x\n${answer(order)}\nmore\n`);
    fc.assert(
      fc.property(fc.array(fc.nat(output.length)), (at) => {
        const cuts = [0, ...at.sort((a, b) => a - b), output.length];
        const pieces = cuts.slice(1).map((end, index) => output.subarray(cuts[index], end));
        assert.deepEqual([...(answerIn(framed(...pieces), order, password) ?? [])], [['data', '1']]);
      }),
    );
  });

  it('is none before all of it is there', () => {
    const whole = framed(`${answer(order)}\n`);
    for (let end = 0; end < whole.length; end += 1) {
      assert.equal(answerIn(whole.subarray(0, end), order, password), undefined);
    }
    assert.ok(answerIn(whole, order, password) !== undefined);
  });

  const other = { ...order, boot: order.boot.replace('0b', '0c') };
  for (const [what, line] of [
    ['of another boot', answer(other)],
    ['to another order', answer({ ...order, do: 'members', list: 'g1 10.0.0.1 3306 4567 4568\n' })],
    ['to the same in another turn', answer({ ...order, turn: 1 })],
    ['of another cluster', answer(order, 'b'.repeat(32))],
    ['with something before it', ` ${answer(order)}`],
    ['without a seal', answer(order).replace(/ seal=\S+/, '')],
    [
      "with the order's own seal for the boot's",
      answer(order).replace(/ seal=\S+/, ` seal=${orderLine(order, password).slice(-64)}`),
    ],
  ] as const) {
    it(`is none ${what}`, () => assert.equal(answerIn(framed(`${line}\n`), order, password), undefined));
  }
});
