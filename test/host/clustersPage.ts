import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

const pictures = fileURLToPath(new URL('../../test-results/', import.meta.url));
const appearMs = 60_000;
const keptFaults = 10;
const themes = ['dark', 'light'] as const;
type Theme = (typeof themes)[number];

/** A workbench in the browser, as someone sees it who works with clusters. */
export class ClustersPage {
  readonly #page: Page;
  readonly #faults: string[] = [];

  constructor(page: Page) {
    this.#page = page;
    page.on('requestfailed', (request) =>
      this.#complain(`${request.failure()?.errorText ?? 'failed'}: ${request.url()}`),
    );
    page.on('pageerror', (error) => this.#complain(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.#complain(message.text());
      }
    });
  }

  /** Without the stack, which is pages of the editor's own bundle. */
  #complain(text: string): void {
    this.#faults.push(text.split('\n', 1).join(''));
  }

  /**
   * What can be seen, as a screen reader would say it, and what the page complained of; with
   * test-results/journey-failed.png.
   */
  async account(): Promise<string[]> {
    await this.#save('failed');
    const seen = await this.#page.locator('body').ariaSnapshot();
    return ['The window:', ...seen.split('\n'), 'The page complained:', ...this.#faults.slice(-keptFaults)];
  }

  /** In the activity bar. */
  get icon(): Locator {
    return this.#page.getByRole('tab', { name: 'Galera', exact: true });
  }

  /** Opens our view by its icon. */
  async openView(): Promise<void> {
    await this.icon.click({ timeout: appearMs });
    await this.restMouse();
  }

  /** Over the empty editor: a row under the mouse shows its actions in place of the end of its text. */
  async restMouse(): Promise<void> {
    await this.#page.mouse.move(640, 400);
  }

  async runFromPalette(command: string): Promise<void> {
    await this.#page.keyboard.press('F1');
    await this.#page.locator('.quick-input-box input').fill(`>${command}`);
    await this.#page.locator('.quick-input-list').getByRole('option', { name: command }).first().click();
  }

  get statusBarItem(): Locator {
    return this.#page.locator('.statusbar-item[id$="galera.status"]');
  }

  get welcome(): Locator {
    return this.#page.locator('.welcome-view-content');
  }

  get progress(): Locator {
    return this.#page.locator('.notification-toast');
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog');
  }

  /** Opens a row's context menu; resolves with its items. */
  async openMenu(row: Locator): Promise<string[]> {
    await row.click({ button: 'right' });
    const menu = this.#page.locator('.context-view .monaco-menu');
    await menu.waitFor({ timeout: appearMs });
    return (await menu.getByRole('menuitem').allInnerTexts()).map((text) => text.trim());
  }

  async closeMenu(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#page.locator('.context-view .monaco-menu').waitFor({ state: 'hidden', timeout: appearMs });
  }

  /** Opens a row's context menu for a picture of it in each theme; resolves with its items. */
  async pictureOfMenu(name: string, row: Locator): Promise<string[]> {
    let items: string[] = [];
    for (const theme of themes) {
      await this.#show(theme);
      items = await this.openMenu(row);
      await this.#save(`${name}-${theme}`);
      await this.closeMenu();
    }
    return items;
  }

  /** Chooses an item of a row's context menu. */
  async chooseFromMenu(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    // A menu takes no mouse-up in its first 100 ms, lest the click that opened it chooses something.
    await this.#page.getByRole('menuitem', { name: item }).click({ delay: 200 });
  }

  /** The row of a cluster. */
  cluster(name: string): Locator {
    return this.#page.getByRole('treeitem', { name: `Cluster ${name},` });
  }

  /** The row of a node in a state. */
  node(cluster: string, node: string, state: string): Locator {
    return this.#page.getByRole('treeitem', { name: `Node ${node} of ${cluster}, ${state}` });
  }

  /** The row of a node that another fills, with how far that is. */
  filling(cluster: string, node: string, donor: string): Locator {
    return this.#page.getByRole('treeitem', {
      name: new RegExp(`^Node ${node} of ${cluster}, Joiner, ← ${donor} · [1-9]\\d? %`),
    });
  }

  /** The row of a cluster's balancer, by what it says. */
  balancer(cluster: string, text: string): Locator {
    return this.#page.getByRole('treeitem', { name: `Load balancer of ${cluster}, ${text}` });
  }

  /** Picks from the list that a command shows. */
  async pick(item: string): Promise<void> {
    await this.#page.locator('.quick-input-list').getByRole('option', { name: item }).click({ timeout: appearMs });
  }

  /** A row by its label, such as "Cluster size: 3". */
  value(label: string): Locator {
    return this.#page.getByRole('treeitem', { name: label });
  }

  /** Opens a row, or closes one that is open. */
  async toggle(row: Locator): Promise<void> {
    await row.locator('.monaco-tl-twistie').click();
    await this.restMouse();
  }

  /** Saves what is to see, in each theme, as test-results/journey-<name>-<theme>.png. */
  async picture(name: string): Promise<void> {
    for (const theme of themes) {
      await this.#show(theme);
      await this.#save(`${name}-${theme}`);
    }
  }

  /** The workbench follows the browser's wish, as its settings ask for. */
  async #show(theme: Theme): Promise<void> {
    await this.#page.emulateMedia({ colorScheme: theme });
    await this.#page.locator(`.monaco-workbench.${theme === 'dark' ? 'vs-dark' : 'vs'}`).waitFor({ timeout: appearMs });
  }

  async #save(name: string): Promise<void> {
    await mkdir(pictures, { recursive: true });
    await this.#page.screenshot({ path: join(pictures, `journey-${name}.png`), animations: 'disabled' });
  }
}
