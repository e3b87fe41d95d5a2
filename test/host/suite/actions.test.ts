import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { commands, settingKeys } from '../../../src/extension/ids';
import { docker, removeLeftovers } from '../dockerCli';
import { answering } from './answering';
import { clusterRow, nodeStatesShown, untilShown } from './shown';

const name = `host-${randomBytes(3).toString('hex')}-a`;
const g1 = `${name}/g1`;
const g2 = `${name}/g2`;
/** Runs a command that may fail: its message waits for an answer. */
const attempt = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

/** Runs a command that succeeds, or fails with what it told the user. */
async function run(command: string, ...args: unknown[]): Promise<void> {
  assert.deepEqual(await answering('showErrorMessage', [undefined], () => attempt(command, ...args)), []);
}

async function untilNode(node: string, state: string): Promise<void> {
  await untilShown(`${node} ${state}`, ({ rows }) =>
    rows.some(({ children }) => children.some(({ id, description }) => id === node && description.startsWith(state))),
  );
}

async function untilSynced(nodes: number): Promise<void> {
  await untilShown('every node Synced', ({ rows }) =>
    rows.some(({ id, description }) => id === name && description === `${nodes}/${nodes} Synced`),
  );
}

/** Which data directory a node has: one that is made anew is another one. */
const dataFolder = (node: string): Promise<string[]> =>
  docker('exec', `galera-${name}-${node}`, 'stat', '-c', '%i %w', '/var/lib/mysql/data');

describe('actions on nodes and clusters, with two nodes', () => {
  before(async () => {
    await vscode.workspace.getConfiguration().update(settingKeys.nodes, 2, vscode.ConfigurationTarget.Global);
    await run(commands.startCluster, name);
    await untilSynced(2);
  });

  after(async () => {
    await vscode.workspace.getConfiguration().update(settingKeys.nodes, undefined, vscode.ConfigurationTarget.Global);
    await run('notifications.clearAll');
    await removeLeftovers(name);
  });

  it('kills a node without a question, and restores it and says how', async () => {
    const asked = await answering('showWarningMessage', [undefined], () => run(commands.killNode, g2));
    assert.deepEqual(asked, []);
    await untilNode(g2, 'Killed');
    const [said] = await answering('showInformationMessage', [undefined], () => run(commands.restoreNode, g2));
    assert.match(String(said?.[0]), /g2.*(missed|IST|SST)/);
    await untilSynced(2);
  });

  it('freezes a node, and lets it go on', async () => {
    await run(commands.freezeNode, g2);
    await untilNode(g2, 'Frozen');
    await run(commands.unfreezeNode, g2);
    await untilSynced(2);
  });

  it('isolates a node, and reconnects it', async () => {
    await run(commands.isolateNode, g2);
    await untilNode(g2, 'Isolated');
    await run(commands.reconnectNode, g2);
    await untilSynced(2);
  });

  it('has a node idle, and restores all that are selected, passing over those that need nothing', async () => {
    await run(commands.idleNode, g2);
    await untilNode(g2, 'Idle');
    await run(commands.restoreNode, g2, [g1, g2]);
    await untilSynced(2);
  });

  it('says in one sentence why an action does not fit', async () => {
    const [failure] = await answering('showErrorMessage', [undefined], () => attempt(commands.restoreNode, g1));
    assert.match(String(failure?.[0]), /^g1 is Synced and can't be restored\./);
    const [unknown] = await answering('showErrorMessage', [undefined], () => attempt(commands.killNode, `${name}/g7`));
    assert.match(String(unknown?.[0]), /has no node "g7"/);
    await untilSynced(2);
  });

  it('asks before it rebuilds, and rebuilds only when told to', async () => {
    const before = await dataFolder('g2');
    const [question] = await answering('showWarningMessage', [undefined], () => run(commands.rebuildNode, g2));
    assert.equal((question?.[1] as vscode.MessageOptions).modal, true);
    assert.deepEqual(question?.slice(2), ['Rebuild Node']);
    assert.deepEqual(await dataFolder('g2'), before);
    await answering('showWarningMessage', ['Rebuild Node'], () => run(commands.rebuildNode, g2));
    assert.notDeepEqual(await dataFolder('g2'), before);
    await untilSynced(2);
  });

  it('scales up without a question, lets the donor of a rebuild be chosen, and scales down after a question', async () => {
    const scale = (count: string): Thenable<unknown> =>
      answering('showInputBox', [count], () => run(commands.scaleCluster, name));
    assert.deepEqual(await answering('showWarningMessage', [undefined], () => scale('3')), []);
    await untilSynced(3);
    const before = await dataFolder('g2');
    let donors: unknown;
    const chooseG3 = (names: unknown): string => {
      donors = names;
      return 'g3';
    };
    const rebuild = (): Thenable<unknown> =>
      answering('showWarningMessage', ['Choose Donor…'], () => run(commands.rebuildNode, g2));
    await answering('showQuickPick', [chooseG3], rebuild);
    assert.deepEqual(donors, ['g1', 'g3']);
    assert.notDeepEqual(await dataFolder('g2'), before);
    await untilSynced(3);
    const [question] = await answering('showWarningMessage', [undefined], () => scale('2'));
    assert.match((question?.[1] as vscode.MessageOptions).detail ?? '', /\bg3\b/);
    assert.equal((await clusterRow(name))?.children.length, 3);
    await answering('showWarningMessage', ['Scale Down'], () => scale('2'));
    await untilSynced(2);
  });

  it('kills every node, and starts the cluster again', async () => {
    await run(commands.killCluster, name);
    await untilShown('the killed cluster', ({ rows }) =>
      rows.some(({ id, description }) => id === name && description === 'Down'),
    );
    assert.deepEqual(await nodeStatesShown(name), ['Killed', 'Killed']);
    await run(commands.startCluster, name);
    await untilSynced(2);
  });

  it('leads from a refused start to Recover, which names what is lost before it does anything', async () => {
    await run(commands.stopCluster, name);
    // The one that left last: what it holds nobody else can show.
    await docker('rm', '--volumes', `galera-${name}-g1`);
    await docker('volume', 'rm', `galera-${name}-g1`);
    const question = { pick: [] as unknown[][], loss: [] as unknown[][] };
    const takeFirst = (items: readonly unknown[]): unknown => items[0];
    const [refused] = await answering('showErrorMessage', ['Recover…', undefined], async () => {
      question.loss = await answering('showWarningMessage', ['Recover from g2'], async () => {
        question.pick = await answering('showQuickPick', [takeFirst], () => attempt(commands.startCluster, name));
      });
    });
    assert.match(String(refused?.[0]), /^No node of .* may bootstrap: g1 /);
    assert.deepEqual(refused?.slice(1), ['Recover…', 'Show Log']);
    const items = question.pick[0]?.[0] as vscode.QuickPickItem[];
    assert.deepEqual(
      items.map(({ label }) => label),
      ['g2'],
    );
    assert.match(items[0]?.description ?? '', /^[0-9a-f-]{36}:\d+$/);
    assert.match((question.loss[0]?.[1] as vscode.MessageOptions).detail ?? '', /only g1 held are lost/);
    await untilSynced(1);
  });
});
