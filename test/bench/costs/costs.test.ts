import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { benchRow } from '../benchReport';
import { type Costs, costsBetween, medianCosts, type Reading } from './costs';
import { costTable } from './costTable';
import { noCalls } from './dockerCalls';

const before: Reading = {
  usage: { total: 100, servers: 40, docker: 30, engine: 10, started: 1000 },
  calls: { ...noCalls, archive: 2, list: 1 },
};
const after: Reading = {
  usage: { total: 117.25, servers: 42.5, docker: 39, engine: 11, started: 1450 },
  calls: { ...noCalls, archive: 32, exec: 6, list: 4 },
};
const costs = costsBetween(before, after, 3);

describe('the costs of an action', () => {
  it('are what was used meanwhile', () => {
    assert.deepEqual(costs, {
      total_s: 17.25,
      servers_s: 2.5,
      docker_s: 9,
      engine_s: 1,
      rest_s: 4.75,
      started: 450,
      calls: 39,
      ...noCalls,
      archive: 30,
      exec: 6,
      list: 3,
      archive_per_node: 10,
      exec_per_node: 2,
    });
  });

  it("leave out what the machine doesn't tell, and what is reckoned from it", () => {
    const dark = (reading: Reading): Reading => ({ ...reading, usage: { ...reading.usage, servers: null } });
    const { total_s, servers_s, rest_s, engine_s } = costsBetween(dark(before), dark(after), 3);
    assert.deepEqual([total_s, servers_s, rest_s, engine_s], [17.25, null, null, 1]);
  });

  it('are the median of each figure by itself, which one round may lack', () => {
    const round = (total_s: number, started: number | null): Costs => ({ ...costs, total_s, started });
    const { total_s, started, archive } = medianCosts([round(3, 7), round(1.004, null), round(2.004, 9)]) ?? costs;
    assert.deepEqual([total_s, started, archive], [2, null, 30]);
    assert.equal(medianCosts([]), null);
  });
});

describe('the table of costs', () => {
  it('shows a figure that is missing, and less than nothing only where it is more than a tick or two', () => {
    const rest = (rest_s: number | null): string =>
      costTable([benchRow('resume', [], [{ seconds: 1, costs: { ...costs, rest_s } }])])
        .split('\n')
        .at(-4) ?? '';
    const figures = [-0.04, -1.2, null, 12].map((rest_s) => rest(rest_s).split(/ +/)[6]);
    assert.deepEqual(figures, ['0.0', '-1.2', '-', '12.0']);
  });

  it('has a line for each side of each row, and what ours asks of Docker for each node', () => {
    const measured = [{ seconds: 1, costs }];
    const lines = costTable([benchRow('resume', measured, measured), benchRow('floor', [], measured)]).split('\n');
    const table = lines.slice(lines.indexOf('') + 1);
    const cut = (line: string | undefined): string[] | undefined => line?.trim().split(/ +/);
    assert.deepEqual(cut(table[0])?.slice(0, 7), ['cpu', 'servers', 'docker', 'engine', 'rest', 'started', 'calls']);
    const figures = ['17.3', '2.5', '9.0', '1.0', '4.8', '450', '39', '30', '6', '0', '0', '3', '0', '0', '0'];
    assert.deepEqual(cut(table[1]), ['resume', 'ours', ...figures]);
    assert.deepEqual(cut(table[2]), ['resume', 'plain', ...figures]);
    assert.deepEqual(cut(table[3]), ['floor', 'plain', ...figures]);
    assert.equal(table.at(-1), 'resume 10.0 and 2.0.');
    assert.deepEqual(
      lines.filter((line) => line.length > 140),
      [],
    );
  });
});
