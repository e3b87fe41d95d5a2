import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/lib/repository.mjs';

/** The last version whose nodes took their orders by files, and counted no turns. */
export const beforeOrders = 'da75fc36e001';

/** Whether a version is in this checkout's history; a shallow clone doesn't have it. */
export function hasVersion(commit: string): boolean {
  const found = spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: repositoryRoot });
  return found.status === 0;
}

/** The CLI of an earlier version, built from this checkout's history with the packages that are here. */
export function olderCli(commit: string): string {
  const folder = join(repositoryRoot, 'out', `version-${commit}`);
  const bundle = join(folder, 'dist', 'cli.cjs');
  if (!existsSync(bundle)) {
    mkdirSync(folder, { recursive: true });
    const what = ['src', 'esbuild.mjs', 'package.json', 'tsconfig.json', 'test'];
    const archive = execFileSync('git', ['archive', commit, ...what], {
      cwd: repositoryRoot,
      maxBuffer: 2 ** 28,
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: folder });
  }
  return bundle;
}
