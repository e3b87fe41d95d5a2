/**
 * The objects in a stream of JSON lines, however its chunks cut them.
 *
 * @param {AsyncIterable<Uint8Array | string>} chunks
 * @returns {AsyncGenerator<any>}
 */
export async function* splitJsonLines(chunks) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter(isFilled).map((line) => JSON.parse(line));
  }
  if (isFilled(rest)) {
    yield JSON.parse(rest);
  }
}

/** @param {string} line */
function isFilled(line) {
  return line.trim() !== '';
}
