import assert from 'node:assert/strict';
import { request } from 'node:http';
import { holdTransfers, letTransfersGo } from '../support/heldTransfers';
import type { ClustersPage } from './clustersPage';
import { docker, resourcesOf } from './dockerCli';
import type { EditorServer } from './editorServer.mjs';
import { Journey, step } from './journey';

const startMs = 120_000;
const changeMs = 60_000;

/** Writes to a cluster's first node for some seconds: 8000 writesets, which take a joiner some seconds to apply. */
async function writeMuch(cluster: string): Promise<void> {
  const statements =
    "seq 1 8000 | sed 's/.*/INSERT INTO entries (text) SELECT REPEAT(MD5(RAND()), 10) FROM seq_1_to_20;/'";
  const begin =
    'SET GLOBAL innodb_flush_log_at_trx_commit = 0; CREATE DATABASE shop; CREATE TABLE shop.entries (id INT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(320))';
  await docker('exec', `galera-${cluster}-g1`, 'bash', '-c', `mariadb -e '${begin}' && ${statements} | mariadb shop`);
}

/** Two more tables there, of some 80 MB in all. */
async function fillTables(cluster: string): Promise<void> {
  const fill = ['one', 'two'].map(
    (table) =>
      `CREATE TABLE shop.${table} (id INT PRIMARY KEY, text VARCHAR(1000)); INSERT INTO shop.${table} SELECT seq, REPEAT('x', 1000) FROM seq_1_to_40000`,
  );
  await docker('exec', `galera-${cluster}-g1`, 'mariadb', '-e', ['USE shop', ...fill].join('; '));
}

/** Whoever has the address only, another user of this machine, gets neither the editor nor a file nor a connection. */
async function assertClosed({ url, session }: EditorServer): Promise<void> {
  const paths = [
    '/',
    '/vscode-remote-resource?path=/etc/hostname',
    '/_static/../../../etc/hostname',
    '/stable-1?reconnectionToken=x',
  ];
  for (const path of paths) {
    const answer = await fetch(`${url}${path}`, { redirect: 'manual' });
    assert.ok([302, 401, 404].includes(answer.status), `${path}: ${String(answer.status)}`);
  }
  const asked = await fetch(`${url}/`, { redirect: 'manual' });
  assert.match(asked.headers.get('location') ?? '', /login/);
  const known = await fetch(`${url}/`, { redirect: 'manual', headers: { cookie: `${session.name}=${session.value}` } });
  assert.doesNotMatch(known.headers.get('location') ?? '', /login/);
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    request(`${url}/stable-1?reconnectionToken=x`, { headers }, (answer) => resolve(answer.resume().statusCode))
      .once('upgrade', (_answer, socket) => {
        socket.destroy();
        resolve(101);
      })
      .once('error', reject)
      .end();
  });
  assert.notEqual(refused, 101);
}

describe('the journey', () => {
  let journey: Journey;
  let page: ClustersPage;
  let cluster: string;

  before(async () => {
    journey = await Journey.begin();
    ({ page, cluster } = journey);
  });
  after(() => (journey as Journey | undefined)?.close());

  step(
    'starts a cluster from the palette',
    () => journey,
    async () => {
      await page.openView();
      await page.welcome.getByRole('button', { name: 'Start Cluster' }).waitFor({ timeout: changeMs });
      await page.picture('welcome');

      await page.runFromPalette('Galera: Start Cluster');
      await page.progress.getByText(`Starting cluster ${cluster}`).waitFor({ timeout: changeMs });
      await page.node(cluster, 'g1', 'Starting').waitFor({ timeout: changeMs });
      await page.picture('progress');

      for (const node of ['g1', 'g2', 'g3']) {
        await page.node(cluster, node, 'Synced').waitFor({ timeout: startMs });
      }
      await page.statusBarItem.getByText('3/3 Synced').waitFor({ timeout: changeMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
      await page.toggle(page.node(cluster, 'g1', 'Synced'));
      await page.value('Cluster size: 3').first().waitFor({ timeout: changeMs });
      await page.picture('synced');
      await page.toggle(page.node(cluster, 'g1', 'Synced'));
    },
  );

  step(
    'says since when what it shows is old while Docker answers nothing, and is right again afterwards',
    () => journey,
    async () => {
      journey.relay.freeze();
      await page.value('Not read since').first().waitFor({ timeout: changeMs });
      await page.statusBarItem.getByText(/3\/3 Synced as of \d\d:\d\d:\d\d/).waitFor({ timeout: changeMs });
      await page.picture('stale');
      // What happens meanwhile is not to be seen.
      await docker('kill', `galera-${cluster}-g3`);
      assert.equal(await page.node(cluster, 'g3', 'Synced').isVisible(), true);
      journey.relay.thaw();
      await page.value('Not read since').first().waitFor({ state: 'hidden', timeout: changeMs });
      await page.node(cluster, 'g3', 'Killed').waitFor({ timeout: changeMs });
      await page.statusBarItem.getByText(/^\D*2\/3 Synced$/).waitFor({ timeout: changeMs });
      await page.chooseFromMenu(page.node(cluster, 'g3', 'Killed'), 'Restore Node');
      await page.node(cluster, 'g3', 'Synced').waitFor({ timeout: startMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
    },
  );

  step(
    'watches a node die that is killed from its menu',
    () => journey,
    async () => {
      const offered = await page.pictureOfMenu('menu', page.node(cluster, 'g2', 'Synced'));
      for (const item of ['Kill Node', 'Idle Node', 'Freeze Node', 'Isolate Node', 'Rebuild Node…']) {
        assert.ok(offered.includes(item), `${item} is not among ${offered.join(', ')}`);
      }
      await page.chooseFromMenu(page.node(cluster, 'g3', 'Synced'), 'Kill Node');
      await page.node(cluster, 'g3', 'Killed').waitFor({ timeout: changeMs });
      await page.statusBarItem.getByText('2/3 Synced').waitFor({ timeout: changeMs });
      assert.match((await page.statusBarItem.getAttribute('class')) ?? '', /warning-kind/);
      await page.picture('killed');
      // Until the others have evicted it, another that leaves would cost them their quorum.
      await page.toggle(page.node(cluster, 'g1', 'Synced'));
      await page.value('Cluster size: 2').first().waitFor({ timeout: changeMs });
      await page.toggle(page.node(cluster, 'g1', 'Synced'));
    },
  );

  step(
    'says of an idle node that it can come back by IST, and brings it back',
    () => journey,
    async () => {
      await page.chooseFromMenu(page.node(cluster, 'g2', 'Synced'), 'Idle Node');
      await page.node(cluster, 'g2', 'Idle').waitFor({ timeout: changeMs });
      await writeMuch(cluster);
      await page.toggle(page.node(cluster, 'g2', 'Idle'));
      await page.value('IST: possible: 8').waitFor({ timeout: changeMs });
      await page.picture('ist-possible');

      // A window is slower than this machine: the joiner takes its time until it has been seen.
      const limit = (quota: string): Promise<string[]> =>
        docker('update', '--cpu-quota', quota, `galera-${cluster}-g2`);
      await limit('20000');
      await page.chooseFromMenu(page.node(cluster, 'g2', 'Idle'), 'Restore Node');
      await page.filling(cluster, 'g2', 'g1').waitFor({ timeout: startMs });
      await page.picture('ist-joiner');
      await limit('-1');
      await page.node(cluster, 'g2', 'Synced').waitFor({ timeout: startMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
    },
  );

  step(
    'rebuilds a node, and says how far its transfer is',
    () => journey,
    async () => {
      const onDonor = (script: string): Promise<string[]> =>
        docker('exec', `galera-${cluster}-g1`, 'bash', '-c', script);
      await fillTables(cluster);
      await onDonor(holdTransfers(20_000_000));
      await page.chooseFromMenu(page.node(cluster, 'g2', 'Synced'), 'Rebuild Node…');
      await page.dialog.getByRole('button', { name: 'Rebuild Node' }).click();
      await page.filling(cluster, 'g2', 'g1').waitFor({ timeout: startMs });
      await page.progress.getByText('← g1').waitFor({ timeout: changeMs });
      await page.restMouse();
      await page.picture('joiner');
      await onDonor(letTransfersGo);
      await page.node(cluster, 'g2', 'Synced').waitFor({ timeout: startMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
    },
  );

  step(
    'gives the cluster a load balancer, and leads its writes to another node',
    () => journey,
    async () => {
      await page.chooseFromMenu(page.cluster(cluster), 'Turn On Load Balancer');
      await page.balancer(cluster, 'writes to g1').waitFor({ timeout: startMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
      await page.toggle(page.balancer(cluster, 'writes to g1'));
      await page.value('g1: in rotation').waitFor({ timeout: changeMs });
      await page.picture('balancer');
      const offered = await page.openMenu(page.balancer(cluster, 'writes to g1'));
      assert.deepEqual(offered, ['Move Writer…', 'Turn Off Load Balancer', 'Copy Connection String']);
      await page.closeMenu();
      await page.chooseFromMenu(page.balancer(cluster, 'writes to g1'), 'Move Writer…');
      await page.pick('g2');
      await page.balancer(cluster, 'writes to g2').waitFor({ timeout: changeMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
    },
  );

  step(
    'removes the cluster, after a question, and leaves nothing',
    () => journey,
    async () => {
      await page.chooseFromMenu(page.cluster(cluster), 'Remove Cluster');
      await page.dialog.getByText(`Remove cluster ${cluster}`).waitFor({ timeout: changeMs });
      await page.picture('remove');
      await page.dialog.getByRole('button', { name: 'Remove Cluster' }).click();
      await page.cluster(cluster).waitFor({ state: 'hidden', timeout: startMs });
      await page.progress.waitFor({ state: 'hidden', timeout: changeMs });
      assert.deepEqual(await resourcesOf(cluster), []);
    },
  );
});

describe('the journey where Docker is not there', () => {
  let journey: Journey;

  before(async () => {
    journey = await Journey.begin({
      env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      // As it happens where another test starts a container at this moment: the page comes up all the same.
      onPage: (page) => page.route('**/workbench.js', (route) => route.abort('internetdisconnected'), { times: 1 }),
    });
  });
  after(() => (journey as Journey | undefined)?.close());

  step(
    'says what to do, and lets nobody into the editor without its password',
    () => journey,
    async () => {
      const { page, server } = journey;
      await page.openView();
      await page.welcome.getByRole('button', { name: 'Refresh' }).waitFor({ timeout: changeMs });
      assert.match((await page.welcome.textContent()) ?? '', /Docker doesn't answer/);
      assert.equal(await page.statusBarItem.isVisible(), false);
      await page.picture('no-docker');
      await assertClosed(server);
    },
  );
});
