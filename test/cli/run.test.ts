import assert from 'node:assert/strict';
import { usage } from '../../src/cli/arguments';
import { run } from '../../src/cli/run';

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process; what it prints is kept from the terminal. */
async function galera(...argv: string[]): Promise<Ending> {
  const said = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((stream) => {
    const own = process[stream].write.bind(process[stream]);
    process[stream].write = (text: string | Uint8Array) => {
      said[stream] += String(text);
      return true;
    };
    return () => {
      process[stream].write = own;
    };
  });
  try {
    const code = await run(argv);
    return { code, ...said };
  } finally {
    restore.forEach((putBack) => putBack());
  }
}

describe('galera', () => {
  it('prints its usage where it is asked to', async () => {
    assert.deepEqual(await galera('--help'), { code: 0, stdout: `${usage()}\n`, stderr: '' });
  });

  const misuses: [argv: string[], says: RegExp][] = [
    [[], /^galera: A verb is missing\.\n/],
    [['dance'], /^galera: There is no verb "dance"\.\n/],
    [['start', '--force'], /^galera: .*--force/],
    [['start', '--nodes', 'many'], /^galera: --nodes takes a number, not "many"\.\n/],
    [['stop', 'a', 'b'], /^galera: "a b" doesn't fit: galera stop \[NAME\]\.\n/],
  ];
  for (const [argv, says] of misuses) {
    it(`ends "${argv.join(' ')}" with 2, says what is wrong, and shows the usage`, async () => {
      const { code, stdout, stderr } = await galera(...argv);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, says);
      assert(stderr.endsWith(`\n\n${usage()}\n`));
    });
  }

  describe('without an engine', () => {
    const own = process.env['DOCKER_HOST'];

    beforeEach(() => {
      process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock';
    });

    afterEach(() => {
      delete process.env['DOCKER_HOST'];
      if (own !== undefined) {
        process.env['DOCKER_HOST'] = own;
      }
    });

    for (const argv of [['start'], ['status', '--json'], ['connect'], ['stop'], ['remove', '--yes']]) {
      it(`ends "${argv.join(' ')}" with 1: what is wrong, what was tried, what to do`, async () => {
        const { code, stdout, stderr } = await galera(...argv);
        assert.equal(code, 1);
        assert.equal(stdout, '');
        const [sentence, tried, advice, ...more] = stderr.split('\n');
        assert.equal(sentence, "galera: Docker doesn't answer.");
        assert.match(tried ?? '', /^ {2}unix:\/\/\/nowhere\/docker\.sock \(DOCKER_HOST\): .*ENOENT/);
        assert.match(advice ?? '', /^Start Docker/);
        assert.deepEqual(more, ['']);
      });
    }
  });

  it('leaves no signal handler behind', async () => {
    const before = process.listenerCount('SIGINT');
    await galera('--help');
    await galera('dance');
    assert.equal(process.listenerCount('SIGINT'), before);
  });
});
