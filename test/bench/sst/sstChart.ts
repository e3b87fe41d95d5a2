import { type SstRow, type Way, ways } from './sstRows';

/** Readable on light and dark pages; colours that stay apart for colour-blind eyes (Okabe and Ito). */
const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .name { font-weight: 600; }
  .axis { stroke: #1f2328; stroke-opacity: 0.3; }
  .ours { fill: #0072b2; } .stock { fill: #d55e00; } .rsync { fill: #009e73; } .mariabackup { fill: #cc79a7; } .load { fill: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .axis { stroke: #e6edf3; }
    .ours { fill: #56b4e9; }
  }`;

const left = 190;
const width = 480;
const barHeight = 14;
const barStep = 17;
const groupGap = 16;
const legendHeight = 34;

type Bar = { readonly kind: Way | 'load'; readonly seconds: number };

function bars(row: SstRow): Bar[] {
  const measured: [Bar['kind'], number | null][] = [
    ...ways.map((way): [Way, number | null] => [way, row[`${way}_s`]]),
    ['load', row.load_s],
  ];
  return measured.flatMap(([kind, seconds]) => (seconds === null ? [] : [{ kind, seconds }]));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function legend(): string {
  const labels: [string, string][] = [...ways.map((way): [string, string] => [way, way]), ['load', 'bare load']];
  return labels
    .map(([kind, label], index) => {
      const x = left + index * 100;
      return `<rect class="${kind}" x="${String(x)}" y="8" width="12" height="12"/><text x="${String(x + 17)}" y="18">${label}</text>`;
    })
    .join('\n');
}

/** Bars of seconds, a group for each row: an SVG document. */
export function sstChart(rows: readonly SstRow[]): string {
  const longest = Math.max(...rows.flatMap(bars).map(({ seconds }) => seconds), 1);
  const parts: string[] = [];
  let y = legendHeight;
  for (const row of rows) {
    parts.push(
      `<text class="name" x="${String(left - 10)}" y="${String(y + 11)}" text-anchor="end">${escaped(row.name)}</text>`,
    );
    for (const { kind, seconds } of bars(row)) {
      const length = Math.max(1, Math.round((seconds / longest) * width));
      parts.push(
        `<rect class="${kind}" x="${String(left)}" y="${String(y)}" width="${String(length)}" height="${String(barHeight)}"/>`,
        `<text x="${String(left + length + 5)}" y="${String(y + 11)}">${seconds.toFixed(1)} s</text>`,
      );
      y += barStep;
    }
    y += groupGap;
  }
  const size = [left + width + 60, y];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.join(' ')}" width="${String(size[0])}" height="${String(size[1])}" role="img" aria-label="Seconds of a state transfer">
<style>${style}
</style>
${legend()}
<line class="axis" x1="${String(left)}" y1="${String(legendHeight - 6)}" x2="${String(left)}" y2="${String(y - groupGap + 4)}"/>
${parts.join('\n')}
</svg>
`;
}
