import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  defaultImage,
  isSameImage,
  locallyBuiltImage,
  PullProgress,
  splitReference,
} from '../../../src/cluster/docker/images';

describe('splitReference', () => {
  const rows: [image: string, parts: [string, string]][] = [
    ['mariadb', ['mariadb', 'latest']],
    ['mariadb:11.8', ['mariadb', '11.8']],
    ['galera-clusters/mariadb:10.11', ['galera-clusters/mariadb', '10.11']],
    ['registry.test:5000/mariadb', ['registry.test:5000/mariadb', 'latest']],
    ['registry.test:5000/team/mariadb:11.8', ['registry.test:5000/team/mariadb', '11.8']],
    ['registry.test:5000/mariadb@sha256:abc', ['registry.test:5000/mariadb', 'sha256:abc']],
  ];
  for (const [image, parts] of rows) {
    it(`splits ${image}`, () => {
      assert.deepEqual(splitReference(image), parts);
    });
  }
});

describe('isSameImage', () => {
  it('is true for the same reference', () => {
    assert.equal(isSameImage('mariadb:11.4', 'mariadb:11.4'), true);
  });

  it('lets the locally built image stand in for the default one, and for no other', () => {
    assert.equal(isSameImage(defaultImage, locallyBuiltImage), true);
    assert.equal(isSameImage('mariadb:11.4', locallyBuiltImage), false);
    assert.equal(isSameImage(locallyBuiltImage, defaultImage), false);
  });

  it('is false for another tag', () => {
    assert.equal(isSameImage('mariadb:11.8', 'mariadb:11.4'), false);
  });
});

describe('PullProgress', () => {
  const events = fc.array(
    fc.record(
      {
        id: fc.constantFrom('a', 'b', 'c'),
        status: fc.constantFrom('Pulling fs layer', 'Downloading', 'Download complete', 'Extracting', 'Pull complete'),
        progressDetail: fc.oneof(
          fc.constant({}),
          fc
            .record({ total: fc.nat(1_000), share: fc.double({ min: 0, max: 1, noNaN: true }) })
            .map(({ total, share }) => ({ total, current: Math.floor(total * share) })),
        ),
      },
      { requiredKeys: ['status'] },
    ),
    { maxLength: 40 },
  );

  it('is a whole percentage that never goes back, whatever comes', () => {
    fc.assert(
      fc.property(events, (list) => {
        const progress = new PullProgress();
        const shown = list.map((event) => progress.add(event));
        assert(shown.every((percent) => Number.isInteger(percent) && percent >= 0 && percent <= 100));
        assert.deepEqual(
          shown,
          [...shown].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('counts the bytes of all layers together', () => {
    const progress = new PullProgress();
    const downloading = (id: string, current: number, total: number): number =>
      progress.add({ id, status: 'Downloading', progressDetail: { current, total } });
    assert.equal(downloading('a', 10, 100), 10);
    assert.equal(downloading('a', 100, 100), 100);
    // A second layer shows up: 100 of 1000 bytes, but what was shown stands.
    assert.equal(downloading('b', 0, 900), 100);
  });

  it('is 100 once every layer is complete', () => {
    const progress = new PullProgress();
    progress.add({ id: 'a', status: 'Downloading', progressDetail: { current: 1, total: 100 } });
    progress.add({ id: 'b', status: 'Downloading', progressDetail: { current: 1, total: 300 } });
    assert.equal(progress.add({ id: 'a', status: 'Download complete' }), 25);
    assert.equal(progress.add({ id: 'b', status: 'Pull complete' }), 100);
  });

  it("isn't moved by extraction, whose bytes count otherwise", () => {
    const progress = new PullProgress();
    progress.add({ id: 'a', status: 'Downloading', progressDetail: { current: 1, total: 100 } });
    assert.equal(progress.add({ id: 'a', status: 'Extracting', progressDetail: { current: 90, total: 100 } }), 1);
  });
});
