import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { hasStdin, type Order, orderLine, sentAs } from '../../../src/cluster/node/sendOrder';

const boot = '0b0f4a52-5d0e-4a5b-8f0c-2a2b7f6b9c11';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const orders: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ boot: fc.uuid(), turn: fc.nat(), do: fc.constant<'found'>('found') }),
  fc.record({
    boot: fc.uuid(),
    turn: fc.nat(),
    do: fc.constant<'join'>('join'),
    peers: fc.array(fc.ipV4(), { minLength: 1, maxLength: 9 }),
  }),
  fc.record({ boot: fc.uuid(), turn: fc.nat(), do: fc.constant<'measure'>('measure') }),
  fc.record({
    boot: fc.uuid(),
    turn: fc.nat(),
    do: fc.constant<'members'>('members'),
    list: fc
      .array(fc.ipV4(), { minLength: 1, maxLength: 9 })
      .map((all) => all.map((address, index) => `g${String(index + 1)} ${address} 3306 4567 4568\n`).join('')),
  }),
);

describe('orderLine', () => {
  for (const [order, text] of [
    [{ boot, turn: 1, do: 'found' }, `galera-order: boot=${boot} turn=1 do=found`],
    [
      { boot, turn: 12, do: 'join', peers: ['172.18.0.11', '172.18.0.12'] },
      `galera-order: boot=${boot} turn=12 do=join peers=172.18.0.11,172.18.0.12`,
    ],
    [{ boot, turn: 3, do: 'measure' }, `galera-order: boot=${boot} turn=3 do=measure`],
    [
      { boot, turn: 3, do: 'members', list: '# 17\ng1 172.18.0.11 3306 4567 4568\ng2 172.18.0.12 3306 4567 4568\n' },
      `galera-order: boot=${boot} turn=3 do=members=#:17,g1:172.18.0.11:3306:4567:4568,g2:172.18.0.12:3306:4567:4568`,
    ],
  ] as const) {
    it(`says ${text}, sealed`, () => {
      assert.equal(orderLine(order, 'secret'), `${text} seal=${hash(`secret ${text} secret\n`)}`);
    });
  }

  it('is one short line, without the password, and with another seal for any other order', () => {
    fc.assert(
      fc.property(orders, orders, (one, other) => {
        const line = orderLine(one, 'secret');
        assert.match(line, /^galera-order: [ -~]{1,600} seal=[0-9a-f]{64}$/);
        assert.equal(line.includes('secret'), false);
        const sealOf = (order: Order): string => orderLine(order, 'secret').slice(-64);
        assert.equal(sealOf(one) === sealOf(other), line === orderLine(other, 'secret'));
        assert.notEqual(orderLine(one, 'another').slice(-64), sealOf(one));
      }),
    );
  });
});

describe('sentAs', () => {
  it('is the line on a line of its own, whatever was there before', () => {
    const order: Order = { boot, turn: 1, do: 'found' };
    assert.equal(sentAs(order, 'secret'), `\n${orderLine(order, 'secret')}\n`);
  });
});

describe('hasStdin', () => {
  for (const [what, config, takes] of [
    ['one of ours', { OpenStdin: true, StdinOnce: false, Tty: false }, true],
    ['one of an earlier version', { OpenStdin: false, StdinOnce: false, Tty: false }, false],
    ['one whose input ends with the first who writes', { OpenStdin: true, StdinOnce: true, Tty: false }, false],
    ['one with a terminal', { OpenStdin: true, StdinOnce: false, Tty: true }, false],
  ] as const) {
    it(`${takes ? 'takes' : 'does not take'} orders: ${what}`, () => {
      assert.equal(hasStdin({ Config: config }), takes);
    });
  }
});
