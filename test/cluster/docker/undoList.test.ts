import assert from 'node:assert/strict';
import type { Access } from '../../../src/cluster/docker/access';
import { UndoList } from '../../../src/cluster/docker/undoList';

describe('UndoList', () => {
  let lines: string[];
  let undone: string[];
  let list: UndoList;
  let access: Access;

  beforeEach(() => {
    lines = [];
    undone = [];
    list = new UndoList();
    const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
    const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
    access = { log } as Access;
  });

  function add(what: string): void {
    list.add(what, () => Promise.resolve(undone.push(what)));
  }

  it('takes everything back, last first', async () => {
    ['the network', 'the volume', 'the container'].forEach(add);
    await list.run(access);
    assert.deepEqual(undone, ['the container', 'the volume', 'the network']);
    assert.deepEqual(lines[0], 'info: Took back the container');
  });

  it("isn't held up by a step that fails, and says so", async () => {
    add('the network');
    list.add('the container', () => Promise.reject(new Error('in use')));
    await list.run(access);
    assert.deepEqual(undone, ['the network']);
    assert.deepEqual(lines, ["error: Couldn't take back the container: in use", 'info: Took back the network']);
  });

  it('takes nothing back twice', async () => {
    add('the network');
    await list.run(access);
    await list.run(access);
    assert.deepEqual(undone, ['the network']);
  });
});
