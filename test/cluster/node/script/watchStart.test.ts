import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const files = { '/var/lib/mysql/galera/members': 'g1 10.0.0.1\ng2 10.0.0.2\n' };
const waiting = '5,7\t0';

describe('watchStart.sh', () => {
  for (const [what, before, now, open, state, isLost] of [
    ['nothing moves and no member sends', waiting, waiting, 'true', '4', true],
    ['nothing moves and no member is there', waiting, waiting, 'false', '', true],
    ['a member is a donor', waiting, waiting, 'true', '2', false],
    ["a member doesn't say what it is", waiting, waiting, 'true', '', false],
    ['it has got further', waiting, '6,7\t0', 'true', '4', false],
    ['somebody is at work in it', '5,7\t1', '5,7\t1', 'true', '4', false],
    ["it isn't waiting for a transfer", '', '', 'true', '4', false],
  ] as const) {
    it(`${isLost ? 'gets no further' : 'may get further'} where ${what}`, () => {
      const lines = `
        ask_joiner_state() { answer='${now}'; }
        port_is_open() { ${open}; }
        ask_status() { answer=$'wsrep_local_state\\t${state}'; }
        if gets_no_further '${before}'; then echo lost; else echo not; fi`;
      assert.deepEqual(printed(lines, { files }), [isLost ? 'lost' : 'not']);
    });
  }

  /** A server that runs for as many looks as that, with pauses that take no time. */
  const watched = (looks: number, ...lines: readonly string[]): ReturnType<typeof inScript> =>
    inScript(
      `
      looks=0 peers=10.0.0.2
      pause() { looks=$((looks + 1)); }
      kill() { if [ "$1" = -0 ]; then [ "$looks" -lt ${String(looks)} ]; else echo "kill $1"; fi; }
      ${lines.join('\n')}`,
      { files },
    );

  it('waits until the server is Synced, and no longer than it runs', () => {
    const wait = 'if await_synced 1; then echo synced; else echo not; fi';
    assert.equal(watched(100, 'pause() { : >"$marks/synced"; }', wait).stdout, 'synced\n');
    assert.equal(watched(5, wait).stdout, 'not\n');
  });

  it('ends a server whose transfer is lost, once that was seen three times', () => {
    const asks =
      'ask_joiner_state() { answer=x; }; gets_no_further() { echo "looked at $looks"; }; : >"$marks/connected"';
    const { stdout, stderr } = watched(200, asks, 'await_synced 1 || ls "$run" | grep hung');
    assert.equal(stdout, 'looked at 20\nlooked at 30\nlooked at 40\nkill -TERM\nkill -KILL\nhung\n');
    assert.match(stderr, /nobody sends the state that the server waits for/);
  });

  it('asks nothing before the server is connected', () => {
    assert.equal(watched(50, 'ask_joiner_state() { echo asked; }', 'await_synced 1 || echo ended').stdout, 'ended\n');
  });

  for (const [what, ask, more, said, killed] of [
    ['leaves one alone that answers', 'answer=', '', '', ''],
    ['leaves a joiner alone that refuses', "answer='ERROR 1045'; return 1", 'accounts_are_gone() { false; }', '', ''],
    [
      'ends a joiner without accounts',
      "answer='ERROR 1045'; return 1",
      'accounts_are_gone() { :; }',
      '',
      'kill -TERM\n',
    ],
    [
      'ends none for that twice',
      "answer='ERROR 1045'; return 1",
      'accounts_are_gone() { :; }; started_over=yes',
      '',
      '',
    ],
    [
      "says what a founder can't be told",
      "answer='ERROR 1'; return 1",
      "peers=''",
      'could not be set to mysqldump: ERROR 1',
      '',
    ],
    ['ends one that hangs', "answer='ERROR 2002'; return 1", '', 'serves nobody', 'kill -KILL\n'],
    ['ends one that is silent', 'answer=; return 124', '', 'serves nobody', 'kill -KILL\n'],
  ] as const) {
    it(`of Synced servers, ${what}`, () => {
      const stub = `ask_as_root() { ${ask}; }; await_synced() { :; }; ${more}`;
      const { status, stdout, stderr } = watched(100, stub, 'watch_start 1');
      assert.deepEqual({ status, stdout }, { status: 0, stdout: killed });
      assert.equal(stderr.includes(said) && (said !== '' || stderr === ''), true, stderr);
    });
  }

  it("gives a founder back the cluster's SST method, and asks a joiner for nothing", () => {
    const stub = 'ask_as_root() { echo "$2"; }; await_synced() { :; }';
    assert.equal(watched(100, stub, "peers=''; watch_start 1").stdout, "SET GLOBAL wsrep_sst_method = 'mysqldump'\n");
    assert.equal(watched(100, stub, 'watch_start 1').stdout, 'DO 1\n');
  });
});
