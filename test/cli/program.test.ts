import assert from 'node:assert/strict';
import { buildProgram } from '../../src/cli/program';
import { UsageError } from '../../src/cli/usageError';
import { verbs } from '../../src/cli/verbs';
import { GaleraError } from '../../src/cluster/vocabulary/errors';

const split = (line: string): string[] => line.split(' ').filter((word) => word !== '');

/** Parses a line as the CLI does, and carries nothing out. */
async function read(line: string): Promise<{ verb: string; words: unknown[]; options: unknown }> {
  let verb = '';
  const program = buildProgram(verbs, (of) => {
    verb = of;
    return Promise.resolve();
  });
  await program.parseAsync(split(line), { from: 'user' });
  const command = program.commands.find((each) => each.name() === verb);
  return { verb, words: command?.processedArgs ?? [], options: command?.opts() };
}

describe('The command line', () => {
  const taken: [line: string, words: unknown[], options: Record<string, unknown>][] = [
    ['start', ['demo'], { tls: true }],
    ['start shop', ['shop'], { tls: true }],
    ['start shop --nodes 5 --image mariadb:11.4', ['shop'], { tls: true, nodes: 5, image: 'mariadb:11.4' }],
    ['start --nodes=5', ['demo'], { tls: true, nodes: 5 }],
    ['start --nodes 5 shop', ['shop'], { tls: true, nodes: 5 }],
    ['start --sst-method rsync --gcache-size 1G', ['demo'], { tls: true, sstMethod: 'rsync', gcacheSize: '1G' }],
    ['start shop --no-tls', ['shop'], { tls: false }],
    ['start -- shop', ['shop'], { tls: true }],
    ['status', [undefined], {}],
    ['status --json', [undefined], { json: true }],
    ['status --json shop', ['shop'], { json: true }],
    ['connect', ['demo'], {}],
    ['connect shop --json', ['shop'], { json: true }],
    ['connect shop --ca', ['shop'], { ca: true }],
    ['stop', ['demo'], {}],
    ['stop shop', ['shop'], {}],
    ['remove --yes', ['demo'], { yes: true }],
    ['remove shop --yes', ['shop'], { yes: true }],
    ['kill shop g2', ['shop', 'g2'], {}],
    ['kill shop --all', ['shop', undefined], { all: true }],
    ['idle shop g2', ['shop', 'g2'], {}],
    ['freeze shop g2', ['shop', 'g2'], {}],
    ['isolate shop g2', ['shop', 'g2'], {}],
    ['restore shop g2', ['shop', 'g2'], {}],
    ['restore shop g2 --donor g3', ['shop', 'g2'], { donor: 'g3' }],
    ['rebuild shop g2 --yes', ['shop', 'g2'], { yes: true }],
    ['rebuild shop g2 --yes --donor g3', ['shop', 'g2'], { yes: true, donor: 'g3' }],
    ['scale shop 5', ['shop', 5], {}],
    ['scale shop 2 --yes', ['shop', 2], { yes: true }],
    ['scale shop 5 --donor g3', ['shop', 5], { donor: 'g3' }],
    ['export shop --to compose', ['shop'], { to: 'compose' }],
    ['export shop --to compose --out x --json', ['shop'], { to: 'compose', out: 'x', json: true }],
    ['recover', ['demo'], {}],
    ['recover shop --json', ['shop'], { json: true }],
    ['recover shop --bootstrap g2 --accept-loss', ['shop'], { bootstrap: 'g2', acceptLoss: true }],
  ];
  for (const [line, words, options] of taken) {
    it(`takes "${line}"`, async () => {
      assert.deepEqual(await read(line), { verb: line.split(' ')[0], words, options });
    });
  }

  const refused: [line: string, sentence: string][] = [
    ['', 'A verb is missing.'],
    ['--', 'A verb is missing.'],
    ['--json', 'A verb has to come before --json.'],
    ['--nodes=5 start', 'A verb has to come before --nodes=5.'],
    ['dance', 'There is no verb "dance".'],
    ['dance --fast', 'There is no verb "dance".'],
    ['help dance', 'There is no verb "dance".'],
    ['help start shop', 'There is no verb "start shop".'],
    ['completion', 'SHELL is missing: galera completion SHELL.'],
    ['completion csh', 'There is no script for "csh": the shells are bash, zsh, fish, powershell.'],
    ['complete', 'There is no verb "complete".'],
    ['toString', 'There is no verb "toString".'],
    ['Start', 'There is no verb "Start".'],
    ['start --force', '"start" takes no --force.'],
    ["start --it's=odd", '"start" takes no --it\'s=odd.'],
    ['start -x', '"start" takes no -x.'],
    ['start --json', '"start" takes no --json.'],
    ['start --node 3', '"start" takes no --node.'],
    ['start --tls', '"start" takes no --tls.'],
    ['start --accept-loss', '"start" takes no --accept-loss.'],
    ['status --yes', '"status" takes no --yes.'],
    ['status --json=yes', '"status" takes no --json=yes.'],
    ['connect --nodes 3', '"connect" takes no --nodes.'],
    ['stop shop --yes', '"stop" takes no --yes.'],
    ['remove shop --image mariadb:11.8', '"remove" takes no --image.'],
    ['idle shop g1 --all', '"idle" takes no --all.'],
    ['start --nodes', 'A value is missing: --nodes N.'],
    ['start --image --no-tls', 'A value is missing before --no-tls.'],
    ['recover --bootstrap --accept-loss', 'A value is missing before --accept-loss.'],
    ['start --nodes three', '--nodes takes a number, not "three".'],
    ['start --nodes 3.5', '--nodes takes a number, not "3.5".'],
    ['start --nodes=-1', '--nodes takes a number, not "-1".'],
    ['start --nodes=', '--nodes takes a number, not "".'],
    ['scale shop three', '"scale" takes a number, not "three".'],
    ['scale shop -1', '"scale" takes a number, not "-1".'],
    ['stop shop demo', '"shop demo" doesn\'t fit: galera stop [NAME].'],
    ['restore shop g1 g2', '"shop g1 g2" doesn\'t fit: galera restore NAME NODE [--donor NODE].'],
    ['idle', 'NAME is missing: galera idle NAME NODE.'],
    ['idle shop', 'NODE is missing: galera idle NAME NODE.'],
    ['scale shop', 'N is missing: galera scale NAME N [--yes] [--donor NODE].'],
    ['export shop --to k3s', 'There is no export to "k3s": it goes to compose or mariadb-operator.'],
    ['export shop', '--to TARGET is missing: galera export NAME --to TARGET [--out FOLDER] [--json].'],
    ['kill shop', '"kill" takes either a node or --all.'],
    ['kill shop g1 --all', '"kill" takes either a node or --all.'],
    ['connect --json --ca', '"connect" takes either --json, which has the CA too, or --ca.'],
    ['recover --json --bootstrap g1 --accept-loss', '"recover" takes either --json, which only looks, or --bootstrap.'],
    ['remove shop', 'Removing "shop" deletes its data; say --yes to do it.'],
    ['rebuild shop g2 --donor g3', 'Rebuilding g2 wipes its data; say --yes to do it.'],
    ...['recover --bootstrap g1', 'recover --accept-loss'].map((line): [string, string] => [
      line,
      'Choosing whose data counts can lose what the others hold: --bootstrap NODE needs --accept-loss.',
    ]),
  ];
  for (const [line, message] of refused) {
    it(`refuses "${line}"`, async () => {
      await assert.rejects(read(line), new UsageError(message));
    });
  }

  const unusable: [line: string, code: string, sentence: string][] = [
    ['start Shop', 'badClusterName', '"Shop" can\'t be a cluster\'s name.'],
    ['status Shop', 'badClusterName', '"Shop" can\'t be a cluster\'s name.'],
    ['kill Shop --all', 'badClusterName', '"Shop" can\'t be a cluster\'s name.'],
    ['start --nodes 0', 'badNodeCount', "A cluster can't have 0 nodes."],
    ['scale shop 10', 'badNodeCount', "A cluster can't have 10 nodes."],
    ['start --sst-method scp', 'badSstMethod', 'There is no SST method "scp".'],
    ['start --gcache-size big', 'badGcacheSize', '"big" is no size for the gcache.'],
  ];
  for (const [line, code, message] of unusable) {
    it(`refuses "${line}" as the engine would`, async () => {
      await assert.rejects(
        read(line),
        (error) => GaleraError.is(error) && error.code === code && error.message === message,
      );
    });
  }
});
