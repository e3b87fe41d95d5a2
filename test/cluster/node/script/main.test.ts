import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

const source = fileURLToPath(new URL('../../../../src/cluster/node/script/main.sh', import.meta.url));
const main = readFileSync(source, 'utf8').replace('main "$@"\n', '');

/** Runs servers that end as told, "status what is marked then" each; what is done, and how the node ended. */
function served(servers: readonly string[], more = ':'): string[] {
  const lines = `${main}
    left=(${servers.map((each) => `'${each}'`).join(' ')})
    find_position() { :; }
    report() { [ "$1" != waiting ] || echo "turn $turn"; }
    await_turn() { [ "\${#left[@]}" -gt 0 ] || exit 99; peers=a; ${more}; }
    start_over() { echo "starts over"; }
    give_up_state() { echo "gives up: $1"; }
    files_lack_accounts() { false; }
    pause() { :; }
    run_server() {
      local status marked
      read -r status marked <<<"\${left[0]}"
      left=("\${left[@]:1}")
      rm -f "$marks"/* "$run"/{hung,denied}
      for mark in $marked; do case $mark in hung | denied) : >"$run/$mark" ;; *) : >"$marks/$mark" ;; esac; done
      return "$status"
    }
    serve`;
  const { status, stdout } = inScript(lines);
  return [...stdout.trimEnd().split('\n'), `ended ${String(status)}`];
}

describe('main.sh', () => {
  for (const [what, servers, more, did] of [
    ['ends with a server that was Synced', ['7 synced primary'], ':', ['turn 1', 'ended 7']],
    ['ends with a founder, whatever it was', ['134'], "peers=''", ['turn 1', 'ended 134']],
    [
      'tries again with one that found no group',
      ['1', '1', '1', '0 synced'],
      ':',
      ['turn 1', 'turn 2', 'turn 3', 'turn 4', 'ended 0'],
    ],
    [
      'gives up after three transfers that failed',
      ['134', '134', '134'],
      ':',
      ['turn 1', 'turn 2', 'turn 3', 'ended 134'],
    ],
    [
      'gives up after three that left a group',
      ['0 primary', '0 primary', '0 primary'],
      ':',
      ['turn 1', 'turn 2', 'turn 3', 'ended 1'],
    ],
    [
      'starts one anew that hung, a founder too',
      ['137 hung synced', '0 synced'],
      "peers=''",
      ['turn 1', 'turn 2', 'ended 0'],
    ],
    [
      'starts none anew for ever',
      ['137 hung', '137 hung', '137 hung', '137 hung'],
      "peers=''",
      ['turn 1', 'turn 2', 'turn 3', 'turn 4', 'ended 137'],
    ],
    ['ends where it is told to', ['0'], 'asked_to_stop=yes', ['turn 1', 'ended 0']],
    [
      'gives up what lacks its accounts, once',
      ['143 denied', '143 denied', '0 synced'],
      ':',
      ['turn 1', 'gives up: its accounts were gone', 'turn 2', 'turn 3', 'ended 0'],
    ],
    [
      'looks for the accounts in the files of one that a donor has ended',
      ['134', '0 synced'],
      'files_lack_accounts() { :; }',
      ['turn 1', 'gives up: its accounts were gone', 'turn 2', 'ended 0'],
    ],
    [
      'empties what is no state before it joins',
      ['0 synced'],
      'origin=interrupted',
      ['turn 1', 'starts over', 'ended 0'],
    ],
    ['empties nothing to found', ['0'], "origin=interrupted; peers=''", ['turn 1', 'ended 0']],
  ] as const) {
    it(what, () => {
      assert.deepEqual(served(servers, more), did);
    });
  }

  const begin = `${main}
    set_up() { echo "set up"; }
    journal() { echo "journal $1"; }
    initialise_data() { echo initialises; }
    serve() { read -r line || echo "nothing on stdin"; [ -z "$hears" ] || ! read -r line <&9 || echo "hears $line"; }`;
  it('keeps what is sent to it for itself', function () {
    if (process.getuid?.() !== 0) {
      this.skip();
    }
    const said = printed(`${begin}\nmain`, { input: 'an order\n' });
    assert.deepEqual(said, ['set up', 'journal preparing', 'nothing on stdin', 'hears an order']);
  });

  it('starts with its stdin closed', function () {
    if (process.getuid?.() !== 0) {
      this.skip();
    }
    assert.deepEqual(printed(`${begin}\nexec <&-\nmain`), ['set up', 'journal preparing', 'nothing on stdin']);
  });

  it('fills a directory that has nothing in it, and none that a transfer was writing to', function () {
    if (process.getuid?.() !== 0) {
      this.skip();
    }
    assert.equal(printed(`${begin}\nrmdir "$data/mysql"; main`)[2], 'initialises');
    assert.equal(printed(`${begin}\nrmdir "$data/mysql"; : >"$data/sst_in_progress"; main`)[2], 'nothing on stdin');
  });
});
