import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type DockerRelay, dockerSocket, relayToDocker } from '../support/dockerRelay';
import { balancerImage } from '../support/balanced';
import { testScope } from '../support/testAccess';
import { launchBrowser } from './browser.mjs';
import { ClustersPage } from './clustersPage';
import { removeLeftovers } from './dockerCli';
import { type EditorServer, launchEditorServer } from './editorServer.mjs';
import { editorUrl } from './editorUrl.mjs';
import { installEditor } from './installEditor.mjs';
import { openPage } from './openPage.mjs';

const extensionPath = fileURLToPath(new URL('../..', import.meta.url));

/** What leaves the pictures to our own parts of the window, and lets each be taken in both themes. */
const settings = {
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'remote.autoForwardPorts': false,
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'galera.balancer.image': balancerImage,
};

/** An editor with the extension, open on a folder of its own; all of it ends with `close`. */
export class Journey {
  constructor(
    readonly page: ClustersPage,
    readonly cluster: string,
    readonly relay: DockerRelay,
    readonly server: EditorServer,
    private readonly parts: { folder: string; browser: Browser },
  ) {}

  /** @param env for the editor; `onPage` is given its page before it is opened. */
  static async begin({
    env = {},
    onPage,
  }: { env?: Readonly<Record<string, string>>; onPage?: (page: Page) => Promise<unknown> } = {}): Promise<Journey> {
    const cluster = `shop-${randomBytes(2).toString('hex')}`;
    const folder = await mkdtemp(join(tmpdir(), 'galera-journey-'));
    const workspacePath = join(folder, cluster);
    await mkdir(workspacePath);
    const relay = await relayToDocker(await dockerSocket());
    const installation = await installEditor({ log: console.log });
    const server = await launchEditorServer({
      installation,
      extensionPath,
      settings,
      env: { GALERA_TEST: testScope, DOCKER_HOST: relay.host, ...env },
    });
    const browser = await launchBrowser(server);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const clusters = new ClustersPage(page);
    await page.context().addCookies([server.session]);
    await onPage?.(page);
    const journey = new Journey(clusters, cluster, relay, server, { folder, browser });
    try {
      await openPage(page, editorUrl(server.url, { workspacePath }), clusters.icon);
      return journey;
    } catch (error) {
      throw await journey.withAccount(error).finally(() => journey.close());
    }
  }

  /**
   * An error with what is to be seen of the journey and what its parts said, for whoever has to find out why it failed.
   */
  async withAccount(error: unknown): Promise<Error> {
    const details = [...(await this.page.account()), 'The VS Code server said last:', ...this.server.lastLines()];
    return Object.assign(error instanceof Error ? error : new Error(String(error)), { details });
  }

  async close(): Promise<void> {
    await this.parts.browser.close();
    await this.server.close();
    await this.relay.close();
    await rm(this.parts.folder, { recursive: true });
    await removeLeftovers(this.cluster);
  }
}

/** A test of a journey; where it fails, the reason comes with the journey's account. */
export function step(title: string, journey: () => Journey, act: () => Promise<void>): void {
  it(title, async () => {
    try {
      await act();
    } catch (error) {
      throw await journey().withAccount(error);
    }
  });
}
