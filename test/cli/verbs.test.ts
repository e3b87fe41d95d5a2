import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { buildProgram, helpFor } from '../../src/cli/program';
import { type Verb, type VerbFamily, verbGroups, type Work } from '../../src/cli/verb';
import { commandOf } from '../../src/cli/verbHelp';
import { verbs } from '../../src/cli/verbs';
import { leafVerbs } from './leafVerbs';

const folder = new URL('../../src/cli/verbs/', import.meta.url);
const program = buildProgram(verbs, () => Promise.resolve());

/** What only speaks of the command line itself, and needs no Docker. */
const ofItself = ['help', 'completion'];

describe('The verbs', () => {
  it('are the files of verbs/, each in the list once', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
    assert.deepEqual(verbs.map(({ name }) => name).sort(), files.sort());
    for (const file of files) {
      assert.match(
        readFileSync(new URL(`${file}.ts`, folder), 'utf8'),
        // A word of the language can't be a name.
        new RegExp(`^export const ${file}(Verb)?: Verb(Family)? = `, 'm'),
      );
    }
  });

  it('are each in --help once, under their group, with the words that they take and their purpose', () => {
    const [, ...sections] = helpFor(program, [])
      .replaceAll(/\n {6,}/g, ' ')
      .split('\n\n')
      .slice(3);
    const told = sections.flatMap((section) => {
      const [heading, ...lines] = section.split('\n');
      return lines.map((line) => [heading, ...line.trim().split(/ {2,}/)]);
    });
    const order = Object.keys(verbGroups);
    const expected = [...verbs]
      .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))
      .map((verb) => {
        const words = commandOf(program, [verb.name]).registeredArguments.map((word) =>
          word.required ? word.name() : `[${word.name()}]`,
        );
        const term = [verb.name, ...('verbs' in verb ? ['VERB'] : words)].join(' ');
        return [`${verbGroups[verb.group]}:`, term, verb.purpose];
      });
    assert.deepEqual(told, expected);
  });
});

for (const { path, verb } of leafVerbs) {
  const { synopsis, purpose, examples } = verb;
  const command = commandOf(program, path.split(' '));

  describe(`galera ${path}`, () => {
    for (const { line } of ofItself.includes(path) ? [] : examples) {
      it(`takes its example "galera ${line}" and hands over what is to be done, once`, async () => {
        const handed: [path: string, work: Work][] = [];
        const parsing = buildProgram(verbs, (of, work) => {
          handed.push([of, work]);
          return Promise.resolve();
        });
        assert(`${line} `.startsWith(`${path} `));
        await parsing.parseAsync(line.split(' '), { from: 'user' });
        assert.deepEqual(
          handed.map(([of, work]) => [of, typeof work]),
          [[path, 'function']],
        );
      });
    }

    it('has a synopsis with exactly the options that it takes', () => {
      const named = [...synopsis.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      assert.deepEqual(
        named,
        command.options.map(({ long }) => long),
      );
    });

    it('has a synopsis with exactly the words that it takes, in brackets where they may be left out', () => {
      const ways = synopsis.split(` | ${path} `).map((way) => way.replaceAll(/--[a-z-]+( [A-Z]+)?/g, ''));
      const words = new Set(ways.flatMap((way) => way.match(/[A-Z]+/g) ?? []));
      const needed = [...words].map((word) => [word, ways.every((way) => new RegExp(`(^| )${word}\\b`).test(way))]);
      assert.deepEqual(
        needed,
        command.registeredArguments.map((word) => [word.name(), word.required]),
      );
    });

    it('has a help of its own, with what each word and option means, and its examples', () => {
      const help = helpFor(program, [...path.split(' '), '--help']);
      assert.equal(help.split('\n')[0], `Usage: galera ${path} ${synopsis}`);
      assert(help.includes(purpose));
      for (const { description } of [...command.options, ...command.registeredArguments]) {
        assert.notEqual(description, '');
        assert(help.replaceAll(/\s+/g, ' ').includes(description), description);
      }
      const shown = help
        .split('\nExamples:\n')[1]
        ?.split('\n')
        .map((line) => line.trim());
      assert.deepEqual(
        shown,
        examples.flatMap(({ line, does }) => [`galera ${line}`, does]),
      );
    });
  });
}

describe('A family of verbs', () => {
  const done: string[] = [];
  const sub = (name: string, synopsis = '[NAME]'): VerbFamily['verbs'][0] => ({
    name,
    synopsis,
    purpose: `${name} one`,
    examples: [{ line: `snapshot ${name} shop`, does: 'something' }],
    define: (command, run) =>
      command.argument('[NAME]', "the cluster's name").action(() => run(() => Promise.resolve())),
  });
  const family: VerbFamily = {
    name: 'snapshot',
    group: 'data',
    purpose: 'copies',
    verbs: [sub('create'), sub('list')],
  };
  const build = (): ReturnType<typeof buildProgram> =>
    buildProgram([family, ...verbs.filter((each): each is Verb => !('verbs' in each))], (path) => {
      done.push(path);
      return Promise.resolve();
    });

  it('hands over the verb behind its name, as it is typed', async () => {
    await build().parseAsync(['snapshot', 'create', 'shop'], { from: 'user' });
    assert.deepEqual(done, ['snapshot create']);
  });

  const misuses: [line: string, sentence: string][] = [
    ['snapshot', 'A verb is missing behind "snapshot".'],
    ['snapshot dance', 'There is no verb "snapshot dance".'],
    ['snapshot --all list', 'A verb has to come before --all.'],
    ['snapshot list --all', '"snapshot list" takes no --all.'],
    ['snapshot list a b', '"a b" doesn\'t fit: galera snapshot list [NAME].'],
    ['help snapshot dance', 'There is no verb "snapshot dance".'],
  ];
  for (const [line, message] of misuses) {
    it(`refuses "${line}"`, async () => {
      await assert.rejects(build().parseAsync(line.split(' '), { from: 'user' }), { name: 'UsageError', message });
    });
  }

  it('has one line in --help, a help that lists its verbs, and theirs below it', () => {
    assert.match(helpFor(build(), []), /\nData:\n {2}snapshot VERB +copies\n/);
    assert.match(
      helpFor(build(), ['snapshot']),
      /^Usage: galera snapshot VERB\n[^]*\nVerbs:\n {2}create \[NAME\] +create one\n/,
    );
    assert.match(helpFor(build(), ['snapshot', 'list']), /^Usage: galera snapshot list \[NAME\]\n[^]*\nExamples:\n/);
  });
});
