import { chmod, lstat, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GaleraError } from '../vocabulary/errors';

/** A file of an exported cluster. */
export interface ExportedFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly content: string;
  /** It is for whoever exports it only: mode 0600, in a folder of mode 0700. */
  readonly secret: boolean;
}

/** @returns whether the folder is there, which it may be as long as nothing is in it. */
async function isEmptyFolder(folder: string): Promise<boolean> {
  let entries: string[];
  try {
    entries = await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return false;
    }
    if (code !== 'ENOTDIR') {
      throw error;
    }
    // It is a file, or would have to be below one.
    await lstat(folder);
    entries = [folder];
  }
  if (entries.length > 0) {
    throw new GaleraError('folderTaken', `${folder} is there already and isn't an empty folder.`, {
      advice: 'Name a new one; nothing is overwritten.',
    });
  }
  return true;
}

async function writeInto(folder: string, { path, content, secret }: ExportedFile): Promise<void> {
  const target = join(folder, ...path.split('/'));
  const parent = dirname(target);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  if (secret && parent !== folder) {
    await chmod(parent, 0o700);
  }
  await writeFile(target, content, { mode: secret ? 0o600 : 0o644, flag: 'wx' });
}

/** In one step, in the place of an empty folder, too. */
async function putInPlace(aside: string, target: string, isThere: boolean): Promise<void> {
  try {
    if (isThere) {
      // Windows puts no folder in the place of another.
      await rmdir(target);
    }
    await rename(aside, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') {
      throw new GaleraError('folderTaken', `${target} was filled meanwhile.`, { advice: 'Name another folder.' });
    }
    throw error;
  }
}

function writeFailure(error: unknown, target: string): GaleraError {
  if (GaleraError.is(error)) {
    return error;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new GaleraError('diskFull', `The disk has no room for ${target}.`, { advice: 'Make room there.' });
  }
  return new GaleraError('folderUnwritable', `${target} can't be written.`, {
    advice: 'Name another folder.',
    details: [message],
    cause: error,
  });
}

/**
 * Writes files into a new or empty folder: all of them, or none. They are written beside it, in a folder that only
 * this user reads, and renamed.
 *
 * @returns the folder's full path.
 * @throws GaleraError `folderTaken` where something is in the way, `folderUnwritable`, `diskFull`
 */
export async function writeFolder(folder: string, files: readonly ExportedFile[]): Promise<string> {
  const target = resolve(folder);
  const aside = `${target}.${String(process.pid)}.new`;
  try {
    const isThere = await isEmptyFolder(target);
    await mkdir(dirname(target), { recursive: true });
    await mkdir(aside, { mode: 0o700 });
    try {
      for (const file of files) {
        await writeInto(aside, file);
      }
      await putInPlace(aside, target, isThere);
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      throw error;
    }
    return target;
  } catch (error) {
    throw writeFailure(error, target);
  }
}
