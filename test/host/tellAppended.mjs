import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const everyMs = 300;

/**
 * Writes to a stream what is added to a file, soon after it is there, until `end` is called.
 *
 * @param {string} file need not be there yet
 * @param {NodeJS.WritableStream} to
 */
export function tellAppended(file, to) {
  let told = 0;
  const tell = () => {
    let open;
    try {
      open = openSync(file, 'r');
    } catch {
      return; // Nothing was said yet.
    }
    try {
      const added = Buffer.alloc(fstatSync(open).size - told);
      told += readSync(open, added, 0, added.length, told);
      to.write(added);
    } finally {
      closeSync(open);
    }
  };
  const timer = setInterval(tell, everyMs);
  const end = () => {
    clearInterval(timer);
    tell();
  };
  return { end };
}
