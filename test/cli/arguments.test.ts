import assert from 'node:assert/strict';
import { type CliArguments, parseCommandLine, usage, UsageError, verbs } from '../../src/cli/arguments';

const split = (line: string): string[] => line.split(' ').filter((word) => word !== '');
const none = {
  name: undefined,
  subject: undefined,
  nodes: undefined,
  image: undefined,
  sstMethod: undefined,
  gcacheSize: undefined,
  donor: undefined,
  tls: undefined,
  json: false,
  ca: false,
  yes: false,
  all: false,
  bootstrap: undefined,
  acceptLoss: false,
};

describe('parseCommandLine', () => {
  const rows: [line: string, parsed: CliArguments][] = [
    ['start', { ...none, verb: 'start' }],
    ['start shop', { ...none, verb: 'start', name: 'shop' }],
    [
      'start shop --nodes 5 --image mariadb:11.4',
      { ...none, verb: 'start', name: 'shop', nodes: 5, image: 'mariadb:11.4' },
    ],
    [
      'start --sst-method rsync --gcache-size 1G',
      { ...none, verb: 'start', sstMethod: 'rsync', gcacheSize: '1G' },
    ],
    ['--nodes=5 start', { ...none, verb: 'start', nodes: 5 }],
    ['start --nodes 0', { ...none, verb: 'start', nodes: 0 }],
    ['start shop --no-tls', { ...none, verb: 'start', name: 'shop', tls: false }],
    ['status', { ...none, verb: 'status' }],
    ['status --json', { ...none, verb: 'status', json: true }],
    ['status --json shop', { ...none, verb: 'status', name: 'shop', json: true }],
    ['connect shop', { ...none, verb: 'connect', name: 'shop' }],
    ['connect shop --json', { ...none, verb: 'connect', name: 'shop', json: true }],
    ['connect shop --ca', { ...none, verb: 'connect', name: 'shop', ca: true }],
    ['stop shop', { ...none, verb: 'stop', name: 'shop' }],
    ['remove shop', { ...none, verb: 'remove', name: 'shop' }],
    ['remove shop --yes', { ...none, verb: 'remove', name: 'shop', yes: true }],
    ['kill shop g2', { ...none, verb: 'kill', name: 'shop', subject: 'g2' }],
    ['kill shop --all', { ...none, verb: 'kill', name: 'shop', all: true }],
    ['idle shop g2', { ...none, verb: 'idle', name: 'shop', subject: 'g2' }],
    ['freeze shop g2', { ...none, verb: 'freeze', name: 'shop', subject: 'g2' }],
    ['isolate shop g2', { ...none, verb: 'isolate', name: 'shop', subject: 'g2' }],
    ['restore shop g2', { ...none, verb: 'restore', name: 'shop', subject: 'g2' }],
    ['rebuild shop g2 --yes', { ...none, verb: 'rebuild', name: 'shop', subject: 'g2', yes: true }],
    ['restore shop g2 --donor g3', { ...none, verb: 'restore', name: 'shop', subject: 'g2', donor: 'g3' }],
    ['rebuild shop g2 --donor g3', { ...none, verb: 'rebuild', name: 'shop', subject: 'g2', donor: 'g3' }],
    ['scale shop 5 --donor g3', { ...none, verb: 'scale', name: 'shop', subject: '5', donor: 'g3' }],
    ['scale shop 5', { ...none, verb: 'scale', name: 'shop', subject: '5' }],
    ['recover shop', { ...none, verb: 'recover', name: 'shop' }],
    [
      'recover shop --bootstrap g2 --accept-loss',
      { ...none, verb: 'recover', name: 'shop', bootstrap: 'g2', acceptLoss: true },
    ],
  ];
  for (const [line, parsed] of rows) {
    it(`reads "${line}"`, () => {
      assert.deepEqual(parseCommandLine(split(line)), parsed);
    });
  }

  for (const line of ['--help', '-h', 'start --help', 'nonsense --help']) {
    it(`takes "${line}" for a call for help`, () => {
      assert.equal(parseCommandLine(split(line)), undefined);
    });
  }

  const refused: [line: string, says: RegExp][] = [
    ['', /verb is missing/],
    ['--json', /verb is missing/],
    ['dance', /no verb "dance"/],
    ['toString', /no verb "toString"/],
    ['Start', /no verb "Start"/],
    ['start --force', /--force/],
    ['start -x', /-x/],
    ['start --nodes', /--nodes/],
    ['start --nodes three', /--nodes takes a number, not "three"/],
    ['start --nodes 3.5', /--nodes takes a number/],
    ['start --nodes=-1', /--nodes takes a number/],
    ['start --nodes=', /--nodes takes a number/],
    ['start --json', /"start" takes no --json/],
    ['status --yes', /"status" takes no --yes/],
    ['connect --nodes 3', /"connect" takes no --nodes/],
    ['stop shop --yes', /"stop" takes no --yes/],
    ['remove shop --image mariadb:11.8', /"remove" takes no --image/],
    ['status --json=yes', /--json/],
    ['stop shop demo', /"shop demo" doesn't fit: galera stop \[NAME\]/],
    ['idle shop', /"shop" doesn't fit: galera idle NAME NODE/],
    ['restore shop g1 g2', /"shop g1 g2" doesn't fit: galera restore NAME NODE/],
    ['scale shop', /"shop" doesn't fit: galera scale NAME N/],
    ['idle shop g1 --all', /"idle" takes no --all/],
    ['start --accept-loss', /"start" takes no --accept-loss/],
  ];
  for (const [line, message] of refused) {
    it(`refuses "${line}"`, () => {
      assert.throws(() => parseCommandLine(split(line)), (error) => {
        assert(error instanceof UsageError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

describe('usage', () => {
  it('names every verb with its purpose, one a line', () => {
    const lines = usage().split('\n');
    for (const { synopsis, purpose } of Object.values(verbs)) {
      assert.equal(lines.filter((line) => line.includes(synopsis) && line.endsWith(purpose)).length, 1);
    }
  });

  it('names exactly the options that a verb takes', () => {
    for (const { synopsis, options } of Object.values(verbs)) {
      const named = [...synopsis.matchAll(/--([a-z-]+)/g)].map(([, option]) => option);
      assert.deepEqual(named, [...options]);
    }
  });
});
