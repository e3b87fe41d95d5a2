import assert from 'node:assert/strict';
import { complete } from '../../../src/cli/completion/complete';
import { buildProgram } from '../../../src/cli/program';
import type { Verb, VerbFamily } from '../../../src/cli/verb';
import { verbs } from '../../../src/cli/verbs';

const restoreOne: VerbFamily['verbs'][0] = {
  name: 'load',
  synopsis: 'NAME FILE [--into FOLDER]',
  purpose: 'load one',
  examples: [{ line: 'copy load shop a.sql', does: 'something' }],
  define: (command, run) =>
    command
      .argument('<NAME>', 'the cluster')
      .argument('<FILE>', 'the file')
      .option('--into <FOLDER>', 'the folder')
      .action(() => run(() => Promise.resolve())),
};
const family: VerbFamily = { name: 'copy', group: 'data', purpose: 'copies', verbs: [restoreOne] };
const single = verbs.filter((each): each is Verb => !('verbs' in each));
const program = buildProgram([...single, family], () => Promise.resolve());
const nodes = ['demo g1', 'demo g2', 'shop g1', 'shop g2', 'shop g3'].map((each) => {
  const [cluster = '', node = ''] = each.split(' ');
  return { cluster, node };
});

/** What can stand at the end of a line, where the last word is the one that is typed. */
async function at(line: string, known = nodes): Promise<unknown> {
  const words = line.split(' ');
  const found = await complete(program, words.slice(0, -1), words.at(-1) ?? '', () => Promise.resolve(known));
  return found === 'files' ? found : found.map(({ value }) => value).join(' ');
}

describe('Completion', () => {
  const cases: [line: string, found: string][] = [
    ['st', 'start stop status'],
    ['dance', ''],
    ['copy ', 'load'],
    ['copy lo', 'load'],
    ['copy dance ', ''],
    ['start ', 'demo shop'],
    ['start sh', 'shop'],
    ['start -', '--nodes --image --sst-method --gcache-size --no-tls --balancer --balancer-image --help'],
    ['start --n', '--nodes --no-tls'],
    ['start --nodes 3 --n', '--no-tls'],
    ['start --nodes=3 --n', '--no-tls'],
    ['start --nodes ', ''],
    ['start --sst-method ', 'mysqldump rsync mariabackup'],
    ['start --sst-method r', 'rsync'],
    ['start --sst-method=r', '--sst-method=rsync'],
    ['start --dance=r', ''],
    ['start --nodes 3 ', 'demo shop'],
    ['start shop ', '--nodes --image --sst-method --gcache-size --no-tls --balancer --balancer-image --help'],
    ['start -- ', 'demo shop'],
    ['start -- -', ''],
    ['start -- shop ', ''],
    ['kill shop ', 'g1 g2 g3'],
    ['kill demo g', 'g1 g2'],
    ['kill nowhere ', ''],
    ['kill shop g1 ', '--all --help'],
    ['restore shop g1 --donor ', 'g1 g2 g3'],
    ['restore shop g1 --donor=', '--donor=g1 --donor=g2 --donor=g3'],
    ['recover --bootstrap ', 'g1 g2'],
    ['recover shop --bootstrap ', 'g1 g2 g3'],
    ['export shop --to ', 'compose mariadb-operator'],
    ['export shop --to compose --out ', 'files'],
    ['completion ', 'bash zsh fish powershell'],
    ['help st', 'start stop status'],
    ['help copy ', 'load'],
    ['help start ', ''],
    ['help dance ', ''],
    ['copy load sh', 'shop'],
    ['copy load shop ', 'files'],
    ['copy load shop ./a', 'files'],
    ['copy load shop a.sql --into ', 'files'],
    ['copy load shop a.sql --into=', 'files'],
  ];
  for (const [line, found] of cases) {
    it(`offers for "galera ${line}": ${found === '' ? 'nothing' : found}`, async () => {
      assert.equal(await at(line), found);
    });
  }

  it('offers no names where Docker answers nothing', async () => {
    assert.equal(await at('kill ', []), '');
    assert.equal(await at('kill shop ', []), '');
  });

  it('says what each thing means', async () => {
    const found = await complete(program, ['connect'], '--c', () => Promise.resolve([]));
    assert.deepEqual(found, [{ value: '--ca', about: 'only the certificate authority, as PEM' }]);
  });

  it('asks nobody for nodes where there is no need', async () => {
    await complete(program, [], 's', () => assert.fail('asked'));
    await complete(program, ['start'], '-', () => assert.fail('asked'));
  });
});
