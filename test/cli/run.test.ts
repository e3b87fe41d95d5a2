import assert from 'node:assert/strict';
import { buildProgram, helpFor } from '../../src/cli/program';
import { run } from '../../src/cli/run';
import { verbs } from '../../src/cli/verbs';
import { leafVerbs } from './leafVerbs';

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function usage(...argv: (string | undefined)[]): string {
  return helpFor(
    buildProgram(verbs, () => Promise.resolve()),
    argv.map((word) => word ?? ''),
  );
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
  for (const argv of [['--help'], ['-h'], ['help'], ['dance', '--help']]) {
    it(`prints its usage for "${argv.join(' ')}"`, async () => {
      assert.deepEqual(await galera(...argv), { code: 0, stdout: `${usage()}\n`, stderr: '' });
    });
  }

  for (const { path } of leafVerbs) {
    const name = path.split(' ');
    it(`prints the usage of "${path}" for "${path} --help", whatever else is typed, and for "help ${path}"`, async () => {
      const told = { code: 0, stdout: `${usage(...name)}\n`, stderr: '' };
      assert.deepEqual(await galera('help', ...name), told);
      assert.deepEqual(await galera(...name, '--help'), told);
      assert.deepEqual(await galera(...name, 'a', 'b', 'c', '--dance', '-h'), told);
    });
  }

  const misuses: [argv: string[], sentence: string, verb?: string][] = [
    [[], 'A verb is missing.'],
    [['dance'], 'There is no verb "dance".'],
    [['--json', 'status'], 'A verb has to come before --json.'],
    [['start', '--force'], '"start" takes no --force.', 'start'],
    [['start', '--nodes', 'many'], '--nodes takes a number, not "many".', 'start'],
    [['stop', 'a', 'b'], '"a b" doesn\'t fit: galera stop [NAME].', 'stop'],
    [['remove'], 'Removing "demo" deletes its data; say --yes to do it.', 'remove'],
  ];
  for (const [argv, sentence, verb] of misuses) {
    it(`ends "${argv.join(' ')}" with 2, says what is wrong, and shows the usage`, async () => {
      const stderr = `galera: ${sentence}\n\n${usage(verb)}\n`;
      assert.deepEqual(await galera(...argv), { code: 2, stdout: '', stderr });
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

    const unusable: [argv: string[], sentence: RegExp][] = [
      [['kill', 'shop'], /^galera: "kill" takes either a node or --all\.$/m],
      [['start', 'Shop'], /^galera: "Shop" can't be a cluster's name\.$/m],
      [['scale', 'shop', '10'], /^galera: A cluster can't have 10 nodes\.$/m],
      [['start', '--sst-method', 'scp'], /^galera: There is no SST method "scp"\.$/m],
    ];
    for (const [argv, sentence] of unusable) {
      it(`ends "${argv.join(' ')}" with 2: what is typed is looked at before Docker is`, async () => {
        const { code, stdout, stderr } = await galera(...argv);
        assert.equal(code, 2);
        assert.equal(stdout, '');
        assert.match(stderr, sentence);
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
