import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What happened when, one JSON object a line; written at once, so that a run that is killed leaves it too. */
export class Timeline {
  private readonly began = Date.now();

  constructor(readonly file: string) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '');
  }

  record(kind: string, data: Readonly<Record<string, unknown>> = {}): void {
    const at = Date.now();
    appendFileSync(this.file, `${JSON.stringify({ s: (at - this.began) / 1000, at, kind, ...data })}\n`);
  }
}
