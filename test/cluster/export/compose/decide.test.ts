import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { decideBootstrap, type MemberKnowledge } from '../../../../src/cluster/guard/decide';
import type { PositionOrigin } from '../../../../src/cluster/guard/position';
import { printed } from '../../node/script/inScript';

const scripts = fileURLToPath(new URL('../../../../src/cluster/export/compose/script', import.meta.url));

/** A member as its report says it: phase, UUID, seqno, left last, origin, last view; or that it isn't up. */
type Member =
  readonly [phase: string, uuid: string, seqno: number, safe: 0 | 1, origin: string, view: string] | 'absent';

const zero = '00000000-0000-0000-0000-000000000000';
const all = 'g1,g2,g3';
const empty: Member = ['waiting', zero, -1, 0, 'none', ''];
const held = (seqno: number, origin = 'recovered', view = all, uuid = 'a'): Member => [
  'waiting',
  uuid,
  seqno,
  0,
  origin,
  view,
];
const last = (seqno: number): Member => ['waiting', 'a', seqno, 1, 'grastate', all];
const busy = (phase: string): Member => [phase, 'a', 5, 0, 'recovered', all];
const interrupted: Member = ['waiting', zero, -1, 0, 'interrupted', ''];

/** The same for the guard of our own clusters. */
function knowledge(member: Member, index: number): MemberKnowledge[] {
  if (member === 'absent') {
    return [];
  }
  const [, uuid, seqno, safe, origin, view] = member;
  return [
    {
      node: `g${index + 1}`,
      liveness: 'down',
      stateUuid: null,
      // What is unreadable for the one is a damaged file for the other.
      position:
        origin === 'contradictory'
          ? null
          : { uuid, seqno, safeToBootstrap: safe === 1, origin: origin as PositionOrigin },
      lastView: view === '' ? [] : view.split(','),
      componentSize: 0,
      component: null,
    },
  ];
}

/** What members g1, g2 … of the shared volume come to: the founder, or why there is none. */
function decided(members: readonly Member[], more = 'echo "$founder|$reason"'): string[] {
  const files = members.map((member, index) => {
    const name = `g${index + 1}`;
    const [phase, uuid, seqno, safe, origin, view] = member === 'absent' ? [] : member;
    const text = `phase=${phase}\nuuid=${uuid}\nseqno=${seqno}\nsafe=${safe}\norigin=${origin}\nview=${view}\n`;
    return member === 'absent' ? {} : { [`guard/${name}`]: text, [`guard/${name}.lock`]: '' };
  });
  const list = members.map((_, index) => `g${index + 1} g${index + 1} 3306 4567 4568\n`).join('');
  return printed(
    `source '${scripts}/report.sh'; source '${scripts}/decide.sh'; source '${scripts}/turn.sh'
    guard=$root/guard
    is_up() { [ -e "$guard/$1" ]; }
    read_members; decide
    ${more}`,
    { files: Object.assign({ 'var/lib/mysql/galera/members': `# 1\n${list}` }, ...files) as Record<string, string> },
  );
}

describe('Who founds an exported cluster', () => {
  const founds: [what: string, members: Member[], founder: string][] = [
    ['the first, once all are there and empty', [empty, empty, empty], 'g1'],
    ['the highest seqno, not the first name', [held(5), held(9), held(7)], 'g2'],
    ['of equals the one that left last', [held(9), held(9), last(9)], 'g3'],
    ['of equals one that was in no DDL', [held(9, 'unsettled'), held(9), held(9)], 'g2'],
    ['of equals else the first by name', [held(9), held(9), held(9)], 'g1'],
    ['the one that left last, without the others', ['absent', last(9), 'absent'], 'g2'],
    ['the last majority without one that was none of it', ['absent', held(9, 'recovered', 'g2,g3'), held(8)], 'g2'],
    ['one with data beside empty ones that never served', [held(3, 'recovered', 'g1'), empty, empty], 'g1'],
    [
      'who was whole, beside one in the middle of its transfer',
      [held(9, 'recovered', all), interrupted, held(9)],
      'g1',
    ],
  ];
  for (const [what, members, founder] of founds) {
    it(`is ${what}`, () => {
      assert.deepEqual(decided(members), [`${founder}|`]);
    });
  }

  const refuses: [what: string, members: Member[], reason: RegExp][] = [
    [
      "while others may hold data that aren't up",
      [empty, 'absent', 'absent'],
      /^\|nobody holds anything .* g2 g3 may$/,
    ],
    ['while one is starting', [held(9), busy('recovering'), held(9)], /^\|g2 is at work \(recovering\)$/],
    ['while a server runs', [held(9), held(9), busy('joining')], /^\|g3 is at work \(joining\)$/],
    ['beside one that is about to found', [busy('bootstrapping'), last(9), held(9)], /^\|g1 is at work/],
    ["where one may hold more that isn't up", [held(9), held(9), 'absent'], /^\|g3 served last with g1, may hold more/],
    ['where one that served lost its data', [empty, held(9), held(9)], /^\|g1 served last with g2, may hold more/],
    [
      'over two histories',
      [held(9), held(5, 'recovered', all, 'b'), held(9)],
      /^\|g1 and g2 hold different histories$/,
    ],
    ['over what nobody can read', [held(9), held(-1, 'contradictory'), held(9)], /^\|what g2 holds can't be read/],
    [
      'where nothing whole is left',
      [interrupted, empty, empty],
      /^\|nobody holds a whole state, and not all are empty$/,
    ],
    ['a node with zeros that says it left last', [['waiting', zero, 5, 1, 'grastate', all], empty, empty], /^\|nobody/],
  ];
  for (const [what, members, reason] of refuses) {
    it(`is nobody ${what}`, () => {
      assert.match(decided(members).join('\n'), reason);
    });
  }

  it('is whom our own guard would have found it, whatever all hold', () => {
    const origin = fc.constantFrom<PositionOrigin>(
      'none',
      'grastate',
      'recovered',
      'unsettled',
      'interrupted',
      'contradictory',
    );
    const view = fc.subarray(['g1', 'g2', 'g3', 'g4']).map((names) => names.join());
    const member = fc
      .tuple(
        fc.constantFrom('a', 'a', 'a', 'b'),
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom<0 | 1>(0, 1),
        origin,
        view,
      )
      .map(([uuid, seqno, safe, from, seen]): Member => {
        if (from === 'none' || from === 'interrupted' || from === 'contradictory') {
          return ['waiting', zero, -1, 0, from, ''];
        }
        return ['waiting', uuid, seqno, safe, from, seen];
      });
    const cases = fc.sample(fc.array(member, { minLength: 1, maxLength: 3 }), { seed: 7, numRuns: 40 });
    for (const members of cases) {
      const [founder = ''] = (decided(members)[0] ?? '').split('|');
      const decision = decideBootstrap(members.flatMap(knowledge));
      assert.equal(founder, decision.kind === 'bootstrap' ? decision.node : '', JSON.stringify(members));
    }
  });

  const asked = `flock() { :; }; report() { echo "reports $1"; }; write_durably() { echo "writes ${'${1##*/}'}"; }
    say() { echo "$*"; }
    for node_name in g1 g2; do
      uuid=\${uuids[$node_name]} seqno=\${seqnos[$node_name]}
      chosen=CHOSEN; if may_found; then echo "$node_name founds $uuid:$seqno" | sed 's/[0-9a-f-]\\{36\\}/NEW/'; fi
    done`;

  it('says so before the next one decides', () => {
    assert.deepEqual(decided([held(9), held(9)], asked.replace('CHOSEN', '')), ['']);
    assert.deepEqual(decided([last(9), held(9)], asked.replace('CHOSEN', '')), [
      'reports bootstrapping',
      'g1 founds a:9',
    ]);
  });

  it('is whom a human chooses, with a history of its own, and only with just these data', () => {
    const members = [held(9), held(7), 'absent'] as const;
    assert.deepEqual(decided(members, asked.replace('CHOSEN', 'g2@a:7')), [
      "GALERA_BOOTSTRAP chooses what this node holds, although: g3 served last with g1, may hold more, and can't show it",
      'writes grastate.dat',
      'reports bootstrapping',
      'g2 founds NEW:7',
    ]);
    assert.deepEqual(decided(members, asked.replace('CHOSEN', 'g2@a:8')), ['']);
    assert.deepEqual(decided([empty, empty, 'absent'], asked.replace('CHOSEN', `g2@${zero}:-1`)), ['']);
    assert.deepEqual(decided([busy('joining'), held(7), 'absent'], asked.replace('CHOSEN', 'g2@a:7')), ['']);
  });
});
