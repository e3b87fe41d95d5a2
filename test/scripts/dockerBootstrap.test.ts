import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOptions } from '../../scripts/lib/aptInstall.mjs';
import { wayToDocker } from '../../scripts/lib/ensureDocker.mjs';
import { removeStale } from '../../scripts/lib/startDockerd.mjs';

describe("root's way to a Docker engine", () => {
  it('removes no package for one that it installs', () => {
    assert(installOptions.includes('--no-remove'));
  });

  for (const [machine, way] of [
    [{ isInstalled: false, hasServices: true }, 'service'],
    [{ isInstalled: false, hasServices: false }, 'daemon'],
    [{ isInstalled: true, hasServices: false }, 'daemon'],
    [{ isInstalled: true, hasServices: true }, 'leave'],
  ] as const) {
    it(`is "${way}" where ${JSON.stringify(machine)}`, () => assert.equal(wayToDocker(machine), way));
  }

  describe('past pid files', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'galera-pid-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    for (const [what, pid, command, isLeft] of [
      ['leaves the one of a daemon that lives', String(process.pid), 'mocha', true],
      ['removes the one of a process that is another by now', String(process.pid), 'containerd', false],
      ['removes the one of a process that is no more', '4194305', 'mocha', false],
      ['removes one with nothing in it', '', 'mocha', false],
    ] as const) {
      it(what, function () {
        if (process.platform !== 'linux') {
          this.skip();
        }
        const file = join(folder, 'daemon.pid');
        writeFileSync(file, `${pid}\n`);
        removeStale({ file, command });
        assert.equal(existsSync(file), isLeft);
      });
    }
  });
});
