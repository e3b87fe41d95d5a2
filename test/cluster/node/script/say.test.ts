import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript } from './inScript';

describe('say.sh', () => {
  it('names the boot once there is one', () => {
    const { stderr } = inScript(`say one; boot=''; say two`);
    assert.equal(stderr, 'galera-node: boot=b one\ngalera-node: two\n');
  });

  it('says why it ends', () => {
    assert.deepEqual(inScript('fail "it is over"; echo more'), {
      status: 1,
      stdout: '',
      stderr: 'galera-node: boot=b error: it is over\n',
    });
  });

  for (const [what, df, said] of [
    ['a full disk', "printf 'Avail\\n3\\n'", 'its report could not be written: the disk is full'],
    ['another cause', "printf 'Avail\\n  30000\\n'", 'its report could not be written'],
    ['a disk of which nothing is known', 'exit 1', 'its report could not be written'],
  ] as const) {
    it(`tells what couldn't be written for ${what}`, () => {
      const { status, stderr } = inScript("fail_to_write 'its report'", { programs: { df } });
      assert.deepEqual({ status, stderr }, { status: 1, stderr: `galera-node: boot=b error: ${said}\n` });
    });
  }

  it("has a program's first errors behind all that it said", () => {
    const said = '1 [ERROR] a\n2 note\n3 Error: b\n4 note\n';
    const { stderr } = inScript('fail_with_output "it failed" "$run/log"', {
      files: { '/run/galera-clusters/log': said },
    });
    assert.equal(stderr, `${said}1 [ERROR] a\n3 Error: b\ngalera-node: boot=b error: it failed\n`);
  });
});
