import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { buildProgram } from '../../src/cli/program';
import { commandOf } from '../../src/cli/verbHelp';
import { verbs } from '../../src/cli/verbs';
import { leafVerbs } from './leafVerbs';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const docs = readdirSync(new URL('docs/', root)).filter((file) => file.endsWith('.md'));
const section = /\n## In a terminal\n([^]*?)\n## /.exec(read('README.md'))?.[1] ?? '';

const program = buildProgram(verbs, () => Promise.resolve());
const optionsOf = new Map(
  leafVerbs.map(({ path }) => [
    path,
    ['--help', ...commandOf(program, path.split(' ')).options.map(({ long }) => long ?? '')],
  ]),
);

/** The options of the verb that a line begins with; undefined where it begins with none. */
function optionsFor(line: string): readonly string[] | undefined {
  const path = leafVerbs.map((each) => each.path).find((each) => `${line} `.startsWith(`${each} `));
  return path === undefined ? undefined : optionsOf.get(path);
}

/** The code of a cell of a table, `a` and `b` as "a | b". */
function codeOf(cell: string): string {
  return [...cell.replaceAll('\\|', '|').matchAll(/`([^`]+)`/g)].map(([, code]) => code).join(' | ');
}

/** What a text has in code that is typed as `galera …`, up to where the shell takes over. */
function typed(markdown: string): string[] {
  const code = markdown.match(/```[^]*?```|`[^`]+`/g) ?? [];
  return code.flatMap((each) => [...each.matchAll(/\bgalera (?:-- )?([a-z][^`\n|>]*)/g)].map(([, line]) => line ?? ''));
}

describe('The README', () => {
  it('has a row for every verb, with the synopsis of --help', () => {
    const cells = section.split('\n').flatMap((line) => /^\| (`.+`) \| .+ \|$/.exec(line)?.[1] ?? []);
    assert.deepEqual(
      cells.map(codeOf),
      leafVerbs.map(({ path, verb }) => `${path} ${verb.synopsis}`),
    );
  });

  it('names no option that no verb takes', () => {
    const known = new Set([...optionsOf.values()].flat());
    assert.deepEqual(
      (section.match(/--[a-z][a-z-]*/g) ?? []).filter((option) => !known.has(option)),
      [],
    );
  });

  for (const file of ['README.md', ...docs.map((each) => `docs/${each}`)]) {
    it(`and the docs have only verbs and options that there are: ${file}`, () => {
      for (const line of typed(read(file))) {
        const options = optionsFor(line);
        assert(options, line);
        for (const option of line.match(/--[a-z-]+/g) ?? []) {
          assert(options.includes(option), line);
        }
      }
    });
  }
});
