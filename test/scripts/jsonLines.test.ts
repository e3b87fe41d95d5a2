import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { splitJsonLines } from '../../scripts/lib/jsonLines.mjs';

const events = fc.array(fc.record({ error: fc.string({ unit: 'grapheme' }) }, { noNullPrototype: true }));

async function collect(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const object of splitJsonLines(Readable.from(chunks))) {
    found.push(object);
  }
  return found;
}

describe('splitJsonLines', () => {
  it('finds the same objects wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 7 }), async (objects, size) => {
        const bytes = Buffer.from(objects.map((object) => `${JSON.stringify(object)}\r\n`).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        assert.deepEqual(await collect(chunks), objects);
      }),
    );
  });

  it('takes a last line without a line end', async () => {
    assert.deepEqual(await collect([Buffer.from('{"a":1}\n{"b":2}')]), [{ a: 1 }, { b: 2 }]);
  });
});
