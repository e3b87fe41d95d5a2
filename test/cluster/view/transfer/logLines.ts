import { stateUuid } from '../../views';

// Recorded on 11.8.6 with galera 26.4.23, shortened where nothing is read.

/** A line of the server as Docker stamps it, at a second of one minute. */
const stamped = (second: number, text: string): string =>
  `2026-11-23T00:44:${String(second)}.000000000Z 2026-11-23  0:44:${String(second)} ${text}`;
/** What a server runs for a transfer to g2. */
const script = (method: string, role: string, flags: string): string =>
  `wsrep_sst_${method} --role '${role}' --address '172.20.0.12:4444/rsync_sst' --gtid '${stateUuid}:13' ` +
  `--gtid-domain-id 0${flags} --mysqld-args --user=mysql`;
const asks = (node: string): string => `0 [Note] WSREP: Member 1.0 (${node}) requested state transfer from '*any*'`;

export const zero = '00000000-0000-0000-0000-000000000000:-1';
export const joining = `galera-node: joining 172.20.0.11 from ${stateUuid}:4`;
export const chosen = stamped(18, `${asks('g2')}. Selected 0.0 (g1)(SYNCED) as donor.`);
export const forG3 = stamped(18, `${asks('g3')}. Selected 0.0 (g1)(SYNCED) as donor.`);
export const impossible = stamped(
  17,
  `${asks('g2')}, but it is impossible to select State Transfer donor: Resource temporarily unavailable`,
);
export const donating = (method: string, bypass = ''): string =>
  '2026-11-23  0:44:18 0 [Note] WSREP: Initiating SST/IST transfer on DONOR side ' +
  `(${script(method, 'donor', bypass)})`;
export const running = (role: string, bypass = ''): string =>
  `2026-11-23  1:22:50 0 [Note] WSREP: Running: '${script('rsync', role, bypass)}'`;
export const receiving = stamped(19, '3 [Note] WSREP: Receiving IST: 900 writesets, seqnos 5-904');
export const joined = stamped(24, '0 [Note] WSREP: Shifting JOINER -> JOINED (TO: 13)');
export const required = (local: string): string[] => [
  '2026-11-23  0:44:18 2 [Note] WSREP: State transfer required: ',
  `\tGroup state: ${stateUuid}:13`,
  `\tLocal state: ${local}`,
];
export const started = `galera-sst: started: method=mysqldump joiner=172.20.0.12 position=${stateUuid}:13`;
export const startedIst = `galera-sst: started: method=ist joiner=172.20.0.12 position=${stateUuid}:13`;
export const progress = (bytes: string, rate = 10_000_000): string =>
  `galera-sst: progress: method=mysqldump joiner=172.20.0.12 tables=3/8 bytes=${bytes} rate=${String(rate)} seconds=7`;
export const done = 'galera-sst: done: joiner=172.20.0.12 seconds=12 bytes=204800000';
