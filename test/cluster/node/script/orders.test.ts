import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { orderLine } from '../../../../src/cluster/node/sendOrder';
import { printed } from './inScript';

const boot = '0b0f4a52-5d0e-4a5b-8f0c-2a2b7f6b9c11';
const password = 'a'.repeat(32);
const found = orderLine({ boot, turn: 2, do: 'found' }, password);
const join = orderLine({ boot, turn: 2, do: 'join', peers: ['172.18.0.11', '172.18.0.12'] }, password);
const members = orderLine({ boot, turn: 2, do: 'members', list: '# 17\ng1 172.18.0.11 3306 4567 4568\n' }, password);

/** What a node that waits makes of its stdin: whom to join for each order that it takes, and how it ended. */
function taken(input: string | Buffer): string[] {
  const lines = `
    exec 9<&0 </dev/null
    hears=yes boot=${boot} turn=2 monitor_password=${password}
    while [ -n "$hears" ]; do
      status=0
      read_order 5 || status=$?
      [ "$status" != 0 ] || ! is_order || echo "taken \${peers:-none}"
    done
    echo "$status"`;
  return printed(lines, { input });
}

describe('orders.sh', () => {
  it('takes an order to found, and one to join', () => {
    assert.deepEqual(taken(`${found}\n${join}\n`), ['taken none', 'taken 172.18.0.11,172.18.0.12', '2']);
  });

  it('knows what it is asked, and how the order is sealed', () => {
    const measure = orderLine({ boot, turn: 2, do: 'measure' }, password);
    const lines = `
      boot=${boot} turn=2 monitor_password=${password}
      for order in '${measure}' '${members}' '${join}' '${found}'; do
        is_order && echo "$asked, $order_seal, \${peers:-none}"
      done`;
    assert.deepEqual(printed(lines), [
      `measure, ${measure.slice(-64)}, none`,
      `members=#:17,g1:172.18.0.11:3306:4567:4568, ${members.slice(-64)}, none`,
      `join peers=172.18.0.11,172.18.0.12, ${join.slice(-64)}, 172.18.0.11,172.18.0.12`,
      `found, ${found.slice(-64)}, none`,
    ]);
  });

  const bad: readonly (readonly [string, string | Buffer])[] = [
    ['nothing', ''],
    ['an empty line', '\n'],
    ['garbage', Buffer.from([0, 255, 254, 0, 10, 195, 40, 10, 92, 110, 10])],
    ['one without its end', found],
    ['one that was cut off', `${found.slice(0, -1)}\n`],
    ['one whose beginning was cut off', `${found.slice(1)}\n`],
    ['one with something behind it', `${found} \n`],
    ['one with something before it', ` ${found}\n`],
    ['one with a letter of its seal changed', `${found.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}\n`],
    ['one with its seal in capitals', `${found.replace(/seal=.*/, (seal) => seal.toUpperCase())}\n`],
    ['one for an earlier turn', `${orderLine({ boot, turn: 1, do: 'found' }, password)}\n`],
    ['one for a later turn', `${orderLine({ boot, turn: 3, do: 'found' }, password)}\n`],
    ['one for a later turn with the seal of this one', `${found.replace('turn=2', 'turn=02')}\n`],
    ['one for another boot', `${orderLine({ boot: boot.replace('0b', '0c'), turn: 2, do: 'found' }, password)}\n`],
    ['one of another cluster', `${orderLine({ boot, turn: 2, do: 'found' }, 'b'.repeat(32))}\n`],
    ['one to join others than it was sealed for', `${join.replace('172.18.0.12', '172.18.0.13')}\n`],
    ['one to found with the seal of one to join', `${join.replace(/do=.* seal/, 'do=found seal')}\n`],
    ['one to join nobody', `${orderLine({ boot, turn: 2, do: 'join', peers: [] }, password)}\n`],
    ['one to join a name', `${orderLine({ boot, turn: 2, do: 'join', peers: ['$(id)'] }, password)}\n`],
    ['one with other members than it was sealed for', `${members.replace('g1', 'g2')}\n`],
    ['one with no members', `${orderLine({ boot, turn: 2, do: 'members', list: '' }, password)}\n`],
    [
      'one with members that are a program',
      `${orderLine({ boot, turn: 2, do: 'members', list: 'g1 $(id)' }, password)}\n`,
    ],
    [
      'one that is too long',
      `${orderLine({ boot, turn: 2, do: 'join', peers: Array(500).fill('172.18.0.11') as string[] }, password)}\n`,
    ],
    ['one behind much else in its line', `${'x'.repeat(100_000)}${found}\n`],
    ['one behind as much as a line may have', `${'x'.repeat(4096)}${found}\n`],
    ['one behind as much as is read at once', `${'x'.repeat(512)}${found}\n`],
  ];
  for (const [what, input] of bad) {
    it(`takes no order: ${what}; and the next that is one`, () => {
      assert.deepEqual(taken(input), ['2']);
      assert.deepEqual(taken(Buffer.concat([Buffer.from(input), Buffer.from(`\n${join}\n`)])), [
        // Its end is all that this one lacked.
        ...(what === 'one without its end' ? ['taken none'] : []),
        'taken 172.18.0.11,172.18.0.12',
        '2',
      ]);
    });
  }

  it('takes one that comes again again, in the same turn', () => {
    assert.deepEqual(taken(`${found}\n${found}\n`), ['taken none', 'taken none', '2']);
  });

  it('takes one whose line is as long as what is read at once, or a line', () => {
    for (const length of [511, 512, 513, 1024, 4096]) {
      const empty = orderLine({ boot, turn: 2, do: 'join', peers: [''] }, password);
      const peers = ['1'.repeat(length - empty.length)];
      const line = orderLine({ boot, turn: 2, do: 'join', peers }, password);
      assert.equal(line.length, length);
      assert.deepEqual(taken(`${line}\n`), [`taken ${peers.join()}`, '2']);
    }
  });

  it('puts one together that comes in pieces, with pauses that outlast its patience', () => {
    const lines = `
      mkfifo "$run/in"
      exec 9<>"$run/in"
      hears=yes boot=${boot} turn=2 monitor_password=${password}
      for piece in '${join.slice(0, 20)}' '${join.slice(20, 90)}' '${join.slice(90)}'; do
        printf '%s' "$piece" >&9
        status=0
        read_order 0.05 || status=$?
        echo "$status"
      done
      echo >&9
      read_order 5 && is_order && echo "$peers"`;
    assert.deepEqual(printed(lines), ['1', '1', '1', '172.18.0.11,172.18.0.12']);
  });

  it('is a plain pause once nobody can write any more', () => {
    const lines = `
      exec 9<&0 </dev/null
      hears=yes
      pause() { echo "pause $1"; }
      for ((i = 0; i < 3; i++)); do
        status=0
        read_order 0.2 || status=$?
        echo "$status"
      done`;
    assert.deepEqual(printed(lines), ['2', 'pause 0.2', '1', 'pause 0.2', '1']);
  });
});
