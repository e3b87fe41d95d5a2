import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { type OldFault, type Patch, startScript } from '../cluster/loop/simulation/oldFaults';
import { countOf, putBack } from './putBack';

const nodeFiles = join('src', 'cluster', 'node');

/** Puts the patches of the start script into a copy of it; the tests find it from where they are themselves. */
function patchScript(root: string, copy: string, patches: readonly Patch[]): void {
  cpSync(join(root, nodeFiles), join(copy, nodeFiles), { recursive: true });
  const scripts = readdirSync(join(copy, nodeFiles), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sh'))
    .map((file) => join(copy, nodeFiles, file));
  for (const patch of patches) {
    const parts = scripts.filter((file) => countOf(readFileSync(file, 'utf8'), patch) > 0);
    const [part] = parts;
    if (part === undefined || parts.length > 1) {
      throw new Error(`in ${String(parts.length)} parts of the start script: ${patch.text}`);
    }
    writeFileSync(part, putBack(readFileSync(part, 'utf8'), patch));
  }
}

/** Patches sources as they are taken in, and tells those of the tests where they are. */
function sources(root: string, seenFrom: string, patches: readonly Patch[]): Plugin {
  const left = new Set(patches);
  return {
    name: 'sources',
    setup(bundling) {
      bundling.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const place = relative(root, path);
        let contents = readFileSync(path, 'utf8');
        for (const patch of patches.filter(({ file }) => file === place)) {
          contents = putBack(contents, patch);
          left.delete(patch);
        }
        const url = JSON.stringify(pathToFileURL(join(seenFrom, place)).href);
        return { contents: contents.replaceAll('import.meta.url', url), loader: 'ts' };
      });
      bundling.onEnd(() => {
        const [first] = left;
        return first === undefined ? {} : { errors: [{ text: `nobody takes in ${first.file}` }] };
      });
    },
  };
}

/**
 * Bundles what runs a series of schedules, with an old fault put back where one is given.
 *
 * @param outfile beside it lies what a patched start script needs.
 * @throws Error where a fault's text isn't in the sources any more
 */
export async function buildSeries(root: string, outfile: string, fault?: OldFault): Promise<void> {
  const patches = fault?.patches ?? [];
  const ofScript = patches.filter(({ file }) => file === startScript);
  const copy = join(dirname(outfile), 'tree');
  rmSync(dirname(outfile), { recursive: true, force: true });
  mkdirSync(dirname(outfile), { recursive: true });
  if (ofScript.length > 0) {
    patchScript(root, copy, ofScript);
  }
  const ofSources = patches.filter((patch) => !ofScript.includes(patch));
  await build({
    absWorkingDir: root,
    entryPoints: [join('test', 'simulate', 'series.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    loader: { '.sh': 'text', '.pl': 'text', '.lua': 'text', '.cnf': 'text', '.sql': 'text' },
    logLevel: 'silent',
    plugins: [sources(root, ofScript.length > 0 ? copy : root, ofSources)],
  });
}
