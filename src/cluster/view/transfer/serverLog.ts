import { type SstMethod, sstMethodOf } from '../../../sst/methods';

/** One line of a server's log about a state transfer; every member logs whom the group chose as a donor. */
export type ServerLogLine =
  /** node/script/runServer.sh: a server starts that will join; its position is what its data directory holds. */
  | { readonly kind: 'joining'; readonly uuid: string; readonly seqno: number }
  /** node/script/report.sh: no server runs, or none any more. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'selected'; readonly joiner: string; readonly donor: string; readonly at: number }
  /** On the donor: the script it runs, for a full transfer or only to tell the joiner where it stands. */
  | { readonly kind: 'donating'; readonly method: SstMethod | 'ist' }
  /** On the joiner: the first and last writeset that it gets by IST. */
  | { readonly kind: 'receivingIst'; readonly first: number; readonly last: number; readonly at: number }
  /** On the joiner: it has the data. */
  | { readonly kind: 'joined'; readonly at: number }
  /** Any step of a node's state, with the writeset it was taken at. */
  | { readonly kind: 'step'; readonly seqno: number };

/** When Docker got a line, in milliseconds since the epoch; NaN for a line without its stamp. */
function timeOf(line: string): number {
  return Date.parse(/^\d{4}-\d\d-\d\dT[\d:.]+Z(?= )/.exec(line)?.[0] ?? '');
}

/**
 * What a line, with Docker's stamp or without, says of a state transfer; undefined for any other. Wording: galera 26.4,
 * gcs/src/gcs_group.cpp.
 */
export function parseServerLine(line: string): ServerLogLine | undefined {
  const joining = /^(?:\S+Z )?galera-node: joining \S+ from ([0-9a-f-]{36}):(-?\d+)$/.exec(line);
  if (joining !== null) {
    return { kind: 'joining', uuid: joining[1] ?? '', seqno: Number(joining[2]) };
  }
  if (/^(?:\S+Z )?galera-node: holds .*, waiting for a member or for the token$/.test(line)) {
    return { kind: 'waiting' };
  }
  if (!/^(?:\S+Z )?\d{4}-\d\d-\d\d +\d+:\d\d:\d\d \d+ \[\w+\] WSREP: /.test(line)) {
    return undefined;
  }
  const selected =
    /Member \S+ \((g[1-9])\) requested state transfer from '[^']*'\. Selected \S+ \((g[1-9])\)\(\w+\) as donor/.exec(
      line,
    );
  if (selected !== null) {
    return { kind: 'selected', joiner: selected[1] ?? '', donor: selected[2] ?? '', at: timeOf(line) };
  }
  // 10.11 writes the second, for either side; 11.8 the first on the donor.
  const donating = /(?:on DONOR side \(|Running: ')wsrep_sst_(\w+) (?!.*--role 'joiner')(.*)$/.exec(line);
  const method = sstMethodOf(donating?.[1]);
  if (method !== undefined) {
    return { kind: 'donating', method: / --bypass\b/.test(donating?.[2] ?? '') ? 'ist' : method };
  }
  const receiving = /Receiving IST: \d+ writesets, seqnos (\d+)-(\d+)/.exec(line);
  if (receiving !== null) {
    return { kind: 'receivingIst', first: Number(receiving[1]), last: Number(receiving[2]), at: timeOf(line) };
  }
  const step = /Shifting (\S+) -> (\S+) \(TO: (\d+)\)/.exec(line);
  if (step !== null) {
    return step[1] === 'JOINER' && step[2] === 'JOINED'
      ? { kind: 'joined', at: timeOf(line) }
      : { kind: 'step', seqno: Number(step[3]) };
  }
  return undefined;
}
