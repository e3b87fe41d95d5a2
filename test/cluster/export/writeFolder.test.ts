import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { writeFolder } from '../../../src/cluster/export/writeFolder';
import { GaleraError } from '../../../src/cluster/vocabulary/errors';

const files = [
  { path: 'README.md', content: 'read me', secret: false },
  { path: 'keys/deep/key', content: 'secret', secret: true },
];

describe('writeFolder', () => {
  let parent: string;
  let folder: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'galera-export-'));
    folder = join(parent, 'a', 'b');
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  const mode = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);

  /** What is there besides the folder itself, had something been left half-made. */
  const beside = (): string[] => readdirSync(join(folder, '..')).filter((each) => each !== 'b');

  const fails = (code: string, path = folder): Promise<void> => assert.rejects(writeFolder(path, files), { code });

  it('makes a folder for this user only, and in it secrets of mode 0600 in folders of mode 0700', async () => {
    assert.equal(await writeFolder(folder, files), folder);
    assert.equal(readFileSync(join(folder, 'keys/deep/key'), 'utf8'), 'secret');
    assert.deepEqual(['', 'README.md', 'keys/deep', 'keys/deep/key'].map(mode), ['700', '644', '700', '600']);
    assert.deepEqual(beside(), []);
  });

  it('takes an empty folder', async () => {
    mkdirSync(folder, { recursive: true });
    await writeFolder(folder, files);
    assert.deepEqual(readdirSync(folder).sort(), ['README.md', 'keys']);
  });

  it('overwrites nothing', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'README.md'), 'mine');
    await fails('folderTaken');
    assert.equal(readFileSync(join(folder, 'README.md'), 'utf8'), 'mine');
    assert.deepEqual([readdirSync(folder), beside()], [['README.md'], []]);
  });

  it('takes neither a file nor a link to nowhere', async () => {
    writeFileSync(join(parent, 'file'), '');
    await fails('folderTaken', join(parent, 'file'));
    await fails('folderUnwritable', join(parent, 'file', 'below'));
    symlinkSync('/nowhere/at/all', join(parent, 'link'));
    await fails('folderUnwritable', join(parent, 'link'));
    assert.deepEqual(readdirSync(parent).sort(), ['file', 'link']);
  });

  it("leaves nothing half-made where a file can't be written", async () => {
    const bad = [...files, { path: 'README.md/below', content: '', secret: false }];
    await assert.rejects(writeFolder(folder, bad), (error) => GaleraError.is(error, 'folderUnwritable'));
    assert.deepEqual(readdirSync(join(folder, '..')), []);
  });
});
