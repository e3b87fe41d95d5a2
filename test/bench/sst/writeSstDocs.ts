import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { sstChart } from './sstChart';
import { measuredOn, type SstReport, sstTableList, type Table } from './sstReport';

const begin = '<!-- Written by: npm run bench -- sst --write -->';
const end = '<!-- End of what the benchmark writes. -->';
const chartFile = 'sst-seconds.svg';

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
    `![Seconds of each way of state transfer, by amount of data](${chartFile})`,
    ...sstTableList(report.rows).map(markdownTable),
    end,
  ].join('\n\n');
  const [from, to] = [docs.indexOf(begin), docs.indexOf(end)];
  return from < 0 || to < from
    ? `${docs.trimEnd()}\n\n${figures}\n`
    : `${docs.slice(0, from)}${figures}${docs.slice(to + end.length)}`;
}

/** Puts the figures and their chart into docs/sst.md of the working directory. */
export async function writeSstDocs(report: SstReport, rounds: number): Promise<void> {
  await mkdir('docs', { recursive: true });
  const docs = await readFile('docs/sst.md', 'utf8');
  await writeFile(`docs/${chartFile}`, sstChart(report.rows));
  await writeFile('docs/sst.md', withFigures(docs, report, rounds));
}
