import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { sstChart } from './sstChart';
import { measuredOn, type SstReport, sstTableList, type Table } from './sstReport';
import type { RowKind, SstRow } from './sstRows';

const begin = '<!-- Written by: npm run bench -- sst --write -->';
const end = '<!-- End of what the benchmark writes. -->';
/** By amount of data, and by number of tables: tens of thousands of tables would leave nothing of the other bars. */
const charts: readonly { file: string; what: string; kinds: readonly RowKind[] }[] = [
  { file: 'sst-seconds.svg', what: 'by amount of data', kinds: ['sizes', 'streams', 'load', 'one-table'] },
  { file: 'sst-tables-seconds.svg', what: 'where there are many tables', kinds: ['real-schemas', 'many-tables'] },
];

interface Chart {
  readonly file: string;
  readonly title: string;
  readonly rows: readonly SstRow[];
}

function chartsOf(rows: readonly SstRow[]): Chart[] {
  return charts
    .map(({ file, what, kinds }) => ({
      file,
      title: `Seconds of each way of state transfer, ${what}`,
      rows: rows.filter(({ kind }) => kinds.includes(kind)),
    }))
    .filter((chart) => chart.rows.length > 0);
}

function markdownTable({ title, cells }: Table): string {
  const [heading = [], ...lines] = cells;
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  return `### ${title}\n\n${[line(heading), line(heading.map((_, index) => (index === 0 ? '---' : '--:'))), ...lines.map(line)].join('\n')}`;
}

/** The docs with the measured figures in the place of the last ones; at their end where there were none. */
export function withFigures(docs: string, report: SstReport, rounds: number): string {
  const figures = [
    begin,
    `Figures: ${measuredOn(report, rounds)}. MB are 10^6 bytes of data and indexes.`,
    ...chartsOf(report.rows).map(({ file, title }) => `![${title}](${file})`),
    ...sstTableList(report.rows).map(markdownTable),
    end,
  ].join('\n\n');
  const [from, to] = [docs.indexOf(begin), docs.indexOf(end)];
  return from < 0 || to < from
    ? `${docs.trimEnd()}\n\n${figures}\n`
    : `${docs.slice(0, from)}${figures}${docs.slice(to + end.length)}`;
}

/** Puts the figures and their charts into docs/sst.md of the working directory. */
export async function writeSstDocs(report: SstReport, rounds: number): Promise<void> {
  await mkdir('docs', { recursive: true });
  const docs = await readFile('docs/sst.md', 'utf8');
  for (const { file, rows } of chartsOf(report.rows)) {
    await writeFile(`docs/${file}`, sstChart(rows));
  }
  await writeFile('docs/sst.md', withFigures(docs, report, rounds));
}
