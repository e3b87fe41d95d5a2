import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printed } from './inScript';

const members = ['g1', 'g2', 'g3']
  .map((node, index) => `${node} 10.0.0.${String(index + 1)} 3306 4567 4568\n`)
  .join('');
const files = { '/var/lib/mysql/galera/members': `# name address\n${members}` };

/** What comes in, a look each: an order, "time" for none in that time, "more" for half a line; then it is to end. */
function turn(looks: readonly string[], more = ''): string[] {
  const lines = `
    left=(${looks.map((look) => `'${look}'`).join(' ')})
    ticks=0
    read_order() {
      case \${left[0]-end} in
        end) asked_to_stop=yes; return 1 ;;
        time) left=("\${left[@]:1}"); ticks=$((ticks + 1)); return 1 ;;
        more) left=("\${left[@]:1}"); return 2 ;;
        *) order=\${left[0]}; left=("\${left[@]:1}") ;;
      esac
    }
    is_order() {
      [[ $order == join* || $order == found || $order == measure ]] || return 1
      asked=$order peers=''
      [[ $order != join* ]] || peers=\${order#join}
    }
    answer_request() { echo "answers $asked"; }
    await_open_port() { [ "$peers" != closed ]; }
    find_peers() { echo "looks at $ticks"; }
    ${more}
    await_turn
    echo "\${peers:-none} \${asked_to_stop:-goes on} at $ticks"`;
  return printed(lines, { files });
}

describe('turn.sh', () => {
  it('founds, or joins, when it is told to', () => {
    assert.deepEqual(turn(['time', 'time', 'found']), ['none goes on at 2']);
    assert.deepEqual(turn(['time', 'join10.0.0.2']), ['10.0.0.2 goes on at 1']);
  });

  it('waits on where what came is no order, or nobody is there whom to join', () => {
    assert.deepEqual(turn(['more', 'no order', 'joinclosed', 'time', 'join10.0.0.2']), ['10.0.0.2 goes on at 1']);
    assert.deepEqual(turn(['joinclosed', 'found']), ['none goes on at 0']);
  });

  it('answers what it is asked meanwhile, and waits on', () => {
    assert.deepEqual(turn(['measure', 'time', 'measure', 'join10.0.0.2']), [
      'answers measure',
      'answers measure',
      '10.0.0.2 goes on at 1',
    ]);
  });

  it('ends when it is told to', () => {
    assert.deepEqual(turn(['time']), ['none yes at 1']);
    assert.deepEqual(turn(['joinclosed']), ['none yes at 0']);
  });

  const time = (count: number): string[] => Array<string>(count).fill('time');
  for (const [node, first] of [
    ['g1', 15],
    ['g2', 20],
    ['g3', 25],
  ] as const) {
    it(`looks for members by itself: ${node} first after ${String(first)} ticks, then ever less often`, () => {
      const said = turn(time(250), `node_name=${node}`);
      assert.equal(said[0], `looks at ${String(first)}`);
      const at = said.slice(0, -1).map((line) => Number(line.split(' ').at(-1)));
      const steps = at.slice(1).map((each, index) => each - (at[index] ?? 0));
      assert.deepEqual(steps.slice(0, 3), [Math.min(2 * first, 40), 40, 40]);
    });
  }

  it('leaves it to the engine for longer where that has started it, once', () => {
    assert.deepEqual(turn(time(199), 'escorted=yes'), ['none yes at 199']);
    assert.equal(turn(time(200), 'escorted=yes')[0], 'looks at 200');
    const twice = 'escorted=yes; first_delay; echo "$value"; first_delay; echo "$value"';
    assert.deepEqual(printed(twice, { files }), ['200', '15']);
  });

  it('joins whom it has found', () => {
    assert.deepEqual(turn(time(50), 'find_peers() { peers=10.0.0.3; }'), ['10.0.0.3 goes on at 15']);
  });

  it('counts no time while lines come in that are no orders', () => {
    assert.deepEqual(turn([...Array<string>(100).fill('more'), ...time(14)]), ['none yes at 14']);
  });
});
