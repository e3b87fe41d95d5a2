import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isClusterName } from '../../src/cluster/vocabulary/names';
import { clusterNameFor } from '../../src/extension/presentation/clusterNameFor';

describe('clusterNameFor', () => {
  const examples: [folder: string | undefined, name: string][] = [
    ['shop', 'shop'],
    ['My App (2024)', 'my-app-2024'],
    ['Übung_№7', 'ubung-no7'],
    ['2024-reports', 'c2024-reports'],
    ['--dashes--', 'dashes'],
    ['日本語', 'demo'],
    ['', 'demo'],
    [undefined, 'demo'],
    ['a-name-of-thirty-characters-or-so', 'a-name-of-thirty-characters-or'],
  ];
  for (const [folder, name] of examples) {
    it(`gives ${name} for ${folder === undefined ? 'no folder' : JSON.stringify(folder)}`, () => {
      assert.equal(clusterNameFor(folder), name);
    });
  }

  it('gives a valid name for any folder', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (folder) =>
        isClusterName(clusterNameFor(folder)),
      ),
    );
  });

  it('leaves a valid name as it is, but for hyphens at its end', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9]{0,14}(-[a-z0-9]{1,14})?$/);
    fc.assert(fc.property(names, (name) => clusterNameFor(name) === name));
  });
});
