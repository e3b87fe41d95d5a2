import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { parseGroupUsage, parseMachineStat, parseProcessStat } from './procFiles';

const machine = `cpu  4624084 164475 1788263 5504204 100974 7 126583 15359 11 13
cpu0 2315767 79705 897745 2755166 52331 0 53822 7663 0 0
intr 1 2 3
ctxt 833622601
btime 1795700855
processes 6604211
procs_running 3
`;
const rest = '0 0 0 0 100 20 30 40 20 0 12 0 5184 1 2 3';

describe('parseMachineStat', () => {
  it('adds up what the processors did, without waiting, what was stolen, and a guest twice', () => {
    const busyTicks = 4_624_084 + 164_475 + 1_788_263 + 7 + 126_583;
    assert.deepEqual(parseMachineStat(machine), { busyTicks, started: 6_604_211 });
  });

  for (const text of ['', 'cpu0 1 2 3\nprocesses 7\n', machine.replace('processes', 'procs')]) {
    it(`is undefined for ${JSON.stringify(text.slice(0, 20))}, which isn't whole`, () => {
      assert.equal(parseMachineStat(text), undefined);
    });
  }
});

describe('parseProcessStat', () => {
  const rows: [what: string, name: string][] = [
    ['a plain name', 'dockerd'],
    ['a name with spaces and parentheses', 'a) S 1 (b c'],
    ['a name with a newline', 'a\nb'],
    ['no name', ''],
  ];
  for (const [what, name] of rows) {
    it(`reads one with ${what}`, () => {
      const parsed = { pid: 12, name, parent: 7, ownTicks: 120, reapedTicks: 70 };
      assert.deepEqual(parseProcessStat(`12 (${name}) S 7 12 12 0 -1 4194560 ${rest}\n`), parsed);
    });
  }

  it('reads this very process', () => {
    assert.equal(parseProcessStat(readFileSync('/proc/self/stat', 'utf8'))?.pid, process.pid);
  });

  for (const text of ['', '12 (a) S 7', 'dockerd S 7 1 2 3']) {
    it(`is undefined for "${text}"`, () => {
      assert.equal(parseProcessStat(text), undefined);
    });
  }
});

describe('parseGroupUsage', () => {
  const rows: [text: string, seconds: number | undefined][] = [
    ['usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\n', 2.5],
    ['1500000000\n', 1.5],
    ['0\n', 0],
    ['', undefined],
    ['user 5\nsystem 7\n', undefined],
  ];
  for (const [text, seconds] of rows) {
    it(`makes ${String(seconds)} of ${JSON.stringify(text)}`, () => {
      assert.equal(parseGroupUsage(text), seconds);
    });
  }
});
