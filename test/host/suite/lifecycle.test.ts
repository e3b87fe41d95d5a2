import assert from 'node:assert/strict';
import { randomBytes, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { commands, settingKeys } from '../../../src/extension/ids';
import { docker, removeLeftovers, resourcesOf } from '../dockerCli';
import { answering } from './answering';
import { nodeStatesShown, shownNow, untilShown } from './shown';

const name = `host-${randomBytes(3).toString('hex')}`;
const cancelled = `${name}-c`;
const start = (cluster: string): Thenable<void> => vscode.commands.executeCommand(commands.startCluster, cluster);

function setting(key: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}

/** Presses Cancel on the next progress notification, as soon as it tells of a node. */
async function cancelling(during: () => Thenable<unknown>): Promise<string[]> {
  const told: string[] = [];
  const original = vscode.window.withProgress;
  const press = new vscode.EventEmitter<void>();
  vscode.window.withProgress = ((options: vscode.ProgressOptions, task: Parameters<typeof original>[1]) =>
    original(options, (progress, token) => {
      if (options.cancellable !== true) {
        return task(progress, token);
      }
      const source = new vscode.CancellationTokenSource();
      press.event(() => source.cancel());
      const report: typeof progress.report = (value) => {
        progress.report(value);
        told.push(value.message ?? '');
        if (value.message?.includes('joining')) {
          press.fire();
        }
      };
      return task({ report }, source.token);
    })) as typeof original;
  try {
    await during();
  } finally {
    vscode.window.withProgress = original;
    press.dispose();
  }
  return told;
}

describe('the extension, with two nodes', () => {
  before(() => setting(settingKeys.nodes, 2));

  after(async () => {
    await setting(settingKeys.nodes, undefined);
    await vscode.commands.executeCommand('notifications.clearAll');
    await Promise.all([name, cancelled].map(removeLeftovers));
  });

  it('has every command', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      Object.values(commands).filter((command) => !registered.includes(command)),
      [],
    );
  });

  it('starts a cluster, and shows its nodes Synced with their ports and values', async () => {
    await start(name);
    const { rows, statusBar } = await untilShown('two Synced nodes', ({ rows }) =>
      rows.some(({ id, description }) => id === name && description === '2/2 Synced'),
    );
    const nodes = rows.find(({ id }) => id === name)?.children ?? [];
    assert.deepEqual(
      nodes.map(({ label }) => label),
      ['g1', 'g2'],
    );
    for (const node of nodes) {
      assert.match(node.description, /^Synced · port \d+$/);
      const values = Object.fromEntries(node.children.map(({ label, description }) => [label, description]));
      assert.equal(values['Cluster status'], 'Primary');
      assert.equal(values['Cluster size'], '2');
      assert.match(values['State UUID'] ?? '', /^(?!0{8})[0-9a-f]{8}$/);
    }
    assert.match(statusBar?.tooltip ?? '', /g1 · Synced[^]*g2 · Synced/);
  });

  it('copies a connection string that leads to the node, and shows the password nowhere', async () => {
    await vscode.commands.executeCommand(commands.copyConnectionString, `${name}/g2`);
    const copied = new URL(await vscode.env.clipboard.readText());
    const [published] = await docker('port', `galera-${name}-g2`, '3306/tcp');
    assert.equal(copied.host, published);
    assert.notEqual(copied.password, '');
    const authority = new X509Certificate(await readFile(copied.searchParams.get('ssl-ca') ?? ''));
    assert.equal(authority.ca, true);
    assert.match(authority.subject, new RegExp(`CN=Authority of ${name}$`));
    assert.ok(!JSON.stringify(await shownNow()).includes(copied.password));
  });

  it('stops it in good order, and resumes it', async () => {
    await vscode.commands.executeCommand(commands.stopCluster, name);
    await untilShown('the stopped cluster', ({ rows }) =>
      rows.some(({ id, description }) => id === name && description === 'Stopped'),
    );
    assert.deepEqual(await nodeStatesShown(name), ['Idle', 'Idle']);
    await start(name);
    await untilShown('the resumed cluster', ({ rows }) =>
      rows.some(({ id, description }) => id === name && description === '2/2 Synced'),
    );
  });

  it('shows a docker kill from a terminal without Refresh', async () => {
    await docker('kill', `galera-${name}-g2`);
    await untilShown('the killed node', ({ rows }) =>
      rows.some(
        ({ id, children }) =>
          id === name && children.some(({ label, description }) => label === 'g2' && description === 'Killed'),
      ),
    );
    const { statusBar } = await untilShown('the lost quorum', ({ statusBar }) => statusBar?.background === 'error');
    assert.match(statusBar?.tooltip ?? '', /g2 · Killed/);
  });

  it('shows that Docker is gone, and the clusters again once it is back', async () => {
    await setting(settingKeys.dockerHost, 'unix:///nowhere/docker.sock');
    const { rows, statusBar } = await untilShown(
      'the welcome without Docker',
      ({ viewState }) => viewState === 'dockerDown',
    );
    assert.deepEqual(rows, []);
    assert.equal(statusBar?.text, '$(debug-disconnect) No Docker');
    await setting(settingKeys.dockerHost, undefined);
    await untilShown('the cluster', ({ rows }) => rows.some(({ id }) => id === name));
  });

  it('asks before it removes, and removes nothing unless told to', async () => {
    const before = await resourcesOf(name);
    const [question] = await answering('showWarningMessage', [undefined], () =>
      vscode.commands.executeCommand(commands.removeCluster, name),
    );
    assert.match(String(question?.[0]), new RegExp(name));
    assert.equal((question?.[1] as vscode.MessageOptions).modal, true);
    assert.deepEqual(question?.slice(2), ['Remove Cluster']);
    assert.deepEqual(await resourcesOf(name), before);
  });

  it('removes the cluster when told to, with all that belonged to it', async () => {
    const asked = await answering('showWarningMessage', ['Remove Cluster'], () =>
      vscode.commands.executeCommand(commands.removeCluster, name),
    );
    assert.equal(asked.length, 1);
    await untilShown('the tree without it', ({ rows }) => rows.every(({ id }) => id !== name));
    assert.deepEqual(await resourcesOf(name), []);
  });

  it('leaves nothing behind when a start is cancelled midway', async () => {
    const told = await cancelling(() => start(cancelled));
    assert.ok(
      told.some((message) => message.includes('joining')),
      told.join('\n'),
    );
    assert.ok(!told.some((message) => message.startsWith('g1, g2 Synced')), told.join('\n'));
    assert.deepEqual(await resourcesOf(cancelled), []);
    await untilShown('the tree without it', ({ rows }) => rows.every(({ id }) => id !== cancelled));
  });
});
