import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeCountLimits } from '../../src/cluster/vocabulary/names';
import { sizeInBytes } from '../../src/cluster/vocabulary/traits';
import { commands, contextKeys, settingKeys, treeOnlyCommands, views, viewStates } from '../../src/extension/ids';
import { sstMethodNames, sstMethods } from '../../src/sst/methods';
import { defaultSettings, parseSettings, refreshIntervalLimits } from '../../src/extension/settings';
import { localizedStrings } from './localizedStrings';

interface Menu {
  readonly command: string;
  readonly when?: string;
}
interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope?: string;
  readonly order?: number;
  readonly markdownDescription?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly pattern?: string;
}
interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; category?: string; icon?: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { id: string }[] };
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsWelcome: readonly { view: string; when: string; contents: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const manifestText = read('package.json');
const { contributes, capabilities, activationEvents } = JSON.parse(manifestText) as Manifest;
const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
const sorted = (values: Iterable<string>): string[] => [...values].sort();

describe('package.json', () => {
  it('has the commands, views and settings of ids.ts, no more and no fewer', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(Object.values(commands)));
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [views.container],
    );
    assert.deepEqual(Object.keys(contributes.views), [views.container]);
    assert.deepEqual(
      contributes.views[views.container]?.map(({ id }) => id),
      [views.clusters],
    );
    assert.deepEqual(sorted(Object.keys(contributes.configuration.properties)), sorted(Object.values(settingKeys)));
  });

  it('puts every command into one category, with an icon', () => {
    for (const { command, category, icon } of contributes.commands) {
      assert.equal(category, '%category%', command);
      assert.match(icon ?? '', /^\$\([a-z-]+\)$/, command);
    }
    assert.equal(nls['category'], 'Galera');
  });

  it('hides from the palette what needs a row, and nothing else', () => {
    const hidden = contributes.menus['commandPalette']?.filter(({ when }) => when === 'false') ?? [];
    assert.deepEqual(sorted(hidden.map(({ command }) => command)), sorted(treeOnlyCommands));
  });

  it('uses in menus and welcomes only commands, views, context keys and values there are', () => {
    const known = new Set<string>([...Object.values(commands), ...Object.values(views), ...Object.values(contextKeys)]);
    const whens = [...Object.values(contributes.menus).flat(), ...contributes.viewsWelcome].map(
      ({ when }) => when ?? '',
    );
    for (const id of whens.flatMap((when) => when.match(/galera\.\w+/g) ?? [])) {
      assert.ok(known.has(id), id);
    }
    for (const state of whens.flatMap((when) =>
      [...when.matchAll(/galera\.viewState == (\w+)/g)].map(([, word]) => word),
    )) {
      assert.ok((viewStates as readonly (string | undefined)[]).includes(state), state);
    }
    for (const { command } of Object.values(contributes.menus).flat()) {
      assert.ok(known.has(command), command);
    }
    for (const linked of Object.values(nls).flatMap((text) => text.match(/command:galera\.\w+/g) ?? [])) {
      assert.ok(known.has(linked.slice('command:'.length)), linked);
    }
  });

  it('has a welcome for each state in which the view is empty', () => {
    const states = contributes.viewsWelcome.map(({ when }) => when);
    const empty = ['noCluster', 'dockerDown', 'dockerDenied'];
    assert.deepEqual(
      states,
      empty.map((state) => `${contextKeys.viewState} == ${state}`),
    );
  });

  it('is activated by nothing wider than the end of the start', () => {
    assert.deepEqual(activationEvents, ['onStartupFinished']);
  });

  it("takes from a workspace that isn't trusted neither image, encryption nor Docker's address", () => {
    const { refreshIntervalSeconds, ...ofWeight } = settingKeys;
    const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
    assert.deepEqual([...restrictedConfigurations].sort(), Object.values(ofWeight).sort());
    assert(!restrictedConfigurations.includes(refreshIntervalSeconds));
  });

  it('finds every %text% in package.nls.json, and uses each', () => {
    const used = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(nls)));
  });
});

describe('settings', () => {
  const { properties } = contributes.configuration;

  it('have the defaults and limits of the code', () => {
    assert.deepEqual(
      parseSettings((key) => properties[key]?.default),
      defaultSettings,
    );
    assert.deepEqual(
      parseSettings(() => undefined),
      defaultSettings,
    );
    const { minimum, maximum } = properties[settingKeys.nodes] ?? {};
    assert.deepEqual({ min: minimum, max: maximum }, nodeCountLimits);
    const refresh = properties[settingKeys.refreshIntervalSeconds];
    assert.deepEqual({ min: refresh?.minimum, max: refresh?.maximum }, refreshIntervalLimits);
  });

  it('take the SST methods and gcache sizes that the engine takes', () => {
    const method = properties[settingKeys.sstMethod];
    assert.deepEqual(method?.enum, sstMethodNames);
    assert.deepEqual(
      method?.markdownEnumDescriptions?.map((key) => nls[key.replaceAll('%', '')]),
      sstMethodNames.map((each) => sstMethods[each].description),
    );
    const pattern = new RegExp(properties[settingKeys.gcacheSize]?.pattern ?? 'none');
    for (const size of ['128M', '1g', '1048576', 'large', '1.5G', '-1', '']) {
      assert.equal(pattern.test(size), sizeInBytes(size) !== undefined, size);
    }
  });

  it('each have a description, a scope and a place of their own', () => {
    for (const [key, { markdownDescription, scope, type }] of Object.entries(properties)) {
      assert.match(markdownDescription ?? '', /^%setting\./, key);
      assert.equal(scope, key === settingKeys.dockerHost ? 'machine' : 'window', key);
      assert.ok(type, key);
    }
    const orders = Object.values(properties).map(({ order }) => order);
    assert.deepEqual(
      orders,
      orders.map((_, index) => index + 1),
    );
  });

  it("count as unset where they aren't usable, but for the node count, which the engine refuses by name", () => {
    const odd: Record<string, unknown> = {
      [settingKeys.image]: '  ',
      [settingKeys.nodes]: 10,
      [settingKeys.dockerHost]: 7,
      [settingKeys.refreshIntervalSeconds]: 0,
    };
    assert.deepEqual(
      parseSettings((key) => odd[key]),
      { ...defaultSettings, nodes: 10, refreshIntervalSeconds: 1 },
    );
  });
});

describe('l10n/bundle.l10n.json', () => {
  it('has every string of the extension, and no other', () => {
    const bundle = JSON.parse(read('l10n/bundle.l10n.json')) as Record<string, string>;
    const used = localizedStrings(fileURLToPath(new URL('src/extension/', root)));
    assert.deepEqual(sorted(Object.keys(bundle)), sorted(used));
    for (const [key, text] of Object.entries(bundle)) {
      assert.equal(text, key);
    }
  });
});
