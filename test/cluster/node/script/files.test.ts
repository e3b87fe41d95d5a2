import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inScript, printed } from './inScript';

describe('files.sh', () => {
  const lay = 'file=$data/file; ';
  for (const [what, make, value] of [
    ['a file', 'echo mine >"$file"', 'mine'],
    ['nothing where there is none', ':', ''],
    ['nothing by way of a link', 'echo theirs >"$root/theirs" && ln -s "$root/theirs" "$file"', ''],
    ['nothing of a pipe, and waits for none', 'mkfifo "$file"', ''],
    ['nothing of a folder', 'mkdir "$file"', ''],
    ['nothing of a file of its own with two names', 'echo theirs >"$root/theirs" && ln "$root/theirs" "$file"', ''],
    ['4096 bytes at most', `printf '%05000d' 0 >"$file"`, '0'.repeat(4096)],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(printed(`${lay}${make}; read_own "$file"; printf '%s\\n' "\${value%$'\\n'}"`), [value]);
    });
  }

  for (const [what, mode, isMark] of [
    ['as a script leaves it', '600', 'yes'],
    ['as the server leaves it', '660', 'yes'],
    ["as a client's query writes it", '644', 'no'],
  ] as const) {
    it(`takes for a mark: ${what}: ${isMark}`, () => {
      const lines = `${lay}: >"$file"; chmod ${mode} "$file"; if is_mark "$file"; then echo yes; else echo no; fi`;
      assert.deepEqual(printed(lines), [isMark]);
    });
  }

  for (const [what, text, value] of [
    ['one among others', 'a=1\nname=two words\nb=3\n', 'two words'],
    ['the first of two', 'name=1\nname=2\n', '1'],
    ['one with =', 'name=a=b;c=d\n', 'a=b;c=d'],
    ['one whose line was cut off', 'name=1', '1'],
    ['none', 'other_name=1\n', ''],
  ] as const) {
    it(`reads a setting: ${what}`, () => {
      assert.deepEqual(
        printed('read_setting name "$state/x"; echo "$value"', { files: { '/var/lib/mysql/galera/x': text } }),
        [value],
      );
    });
  }

  it('writes all of a file or nothing, also over what is left of an earlier try', () => {
    const lines = `${lay}
      echo theirs >"$root/theirs"
      ln -s "$root/theirs" "$file.new"
      write_durably "$file" 'two
lines'
      cat "$file" "$root/theirs"
      ls "$data"`;
    assert.deepEqual(printed(lines), ['two', 'lines', 'theirs', 'file', 'mysql']);
  });

  it('syncs what it writes before it has its name, and the name after that', () => {
    const programs = { sync: 'echo "sync ${1##*/} $(ls "$(dirname "$1")" | grep -c "^file$")"' };
    assert.deepEqual(printed(`${lay}write_durably "$file" x`, { programs }), ['sync file.new 0', 'sync data 0']);
  });

  it('says what it could not write, and keeps what was there', () => {
    const programs = { sync: 'exit 1', df: 'echo; echo 100000' };
    const { status, stdout, stderr } = inScript(`${lay}echo old >"$file"; (write_durably "$file" new) || cat "$file"`, {
      programs,
    });
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'old\n' });
    assert.equal(stderr, 'galera-node: boot=b error: file could not be written\n');
  });

  it('runs the trap of a signal in a pause at once, and starts no process for it', () => {
    const lines = `PATH=
      trap 'echo trapped; trap - TERM' TERM
      (pause 0.05; kill -TERM $$) &
      until pause 0.1; [ -z "$(trap)" ]; do :; done`;
    assert.deepEqual(printed(lines), ['trapped']);
  });
});
