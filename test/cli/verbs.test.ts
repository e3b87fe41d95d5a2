import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { buildProgram, helpFor } from '../../src/cli/program';
import type { Work } from '../../src/cli/verb';
import { verbs } from '../../src/cli/verbs';

const folder = new URL('../../src/cli/verbs/', import.meta.url);
const program = buildProgram(verbs, () => Promise.resolve());

/** A line that each verb takes as it is. */
const lines: Readonly<Record<string, string>> = {
  start: 'start',
  status: 'status',
  connect: 'connect',
  stop: 'stop',
  remove: 'remove --yes',
  kill: 'kill shop g2',
  idle: 'idle shop g2',
  freeze: 'freeze shop g2',
  isolate: 'isolate shop g2',
  restore: 'restore shop g2',
  rebuild: 'rebuild shop g2 --yes',
  scale: 'scale shop 5',
  recover: 'recover',
};

describe('The verbs', () => {
  it('are the files of verbs/, each in the list once', () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
    assert.deepEqual(verbs.map(({ name }) => name).sort(), files.sort());
    for (const file of files) {
      assert.match(
        readFileSync(new URL(`${file}.ts`, folder), 'utf8'),
        new RegExp(`^export const ${file}: Verb = `, 'm'),
      );
    }
  });

  it('are each in --help once, with synopsis and purpose, in the order of the list', () => {
    const told = helpFor(program, []).split('Verbs:\n')[1]?.split('\n') ?? [];
    assert.deepEqual(
      told.map((line) => line.trim().split(/ {2,}/)),
      verbs.map(({ name, synopsis, purpose }) => [`${name} ${synopsis}`, purpose]),
    );
  });
});

for (const verb of verbs) {
  const { name, synopsis, purpose } = verb;
  const command = program.commands.find((each) => each.name() === name);
  assert(command);

  describe(`galera ${name}`, () => {
    it('hands over what is to be done, once', async () => {
      const handed: [name: string, work: Work][] = [];
      const parsing = buildProgram(verbs, (of, work) => {
        handed.push([of.name, work]);
        return Promise.resolve();
      });
      await parsing.parseAsync((lines[name] ?? '').split(' '), { from: 'user' });
      assert.deepEqual(
        handed.map(([of, work]) => [of, typeof work]),
        [[name, 'function']],
      );
    });

    it('has a synopsis with exactly the options that it takes', () => {
      const named = [...synopsis.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      assert.deepEqual(
        named,
        command.options.map(({ long }) => long),
      );
    });

    it('has a synopsis with exactly the words that it takes, in brackets where they may be left out', () => {
      const ways = synopsis.split(` | ${name} `).map((way) => way.replaceAll(/--[a-z-]+( [A-Z]+)?/g, ''));
      const words = new Set(ways.flatMap((way) => way.match(/[A-Z]+/g) ?? []));
      const needed = [...words].map((word) => [word, ways.every((way) => new RegExp(`(^| )${word}\\b`).test(way))]);
      assert.deepEqual(
        needed,
        command.registeredArguments.map((word) => [word.name(), word.required]),
      );
    });

    it('has a help of its own, with what each word and option means', () => {
      const help = helpFor(program, [name, '--help']);
      assert.equal(help.split('\n')[0], `Usage: galera ${name} ${synopsis}`);
      assert(help.includes(purpose));
      for (const { description } of [...command.options, ...command.registeredArguments]) {
        assert.notEqual(description, '');
        assert(help.replaceAll(/\s+/g, ' ').includes(description), description);
      }
    });
  });
}
