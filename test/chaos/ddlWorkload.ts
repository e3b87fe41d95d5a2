import type { RowDataPacket } from 'mysql2/promise';
import { pause } from '../../src/cluster/async/waitUntil';
import { ddlOutcome, rowOutcome, speaksOfSchema } from './ddlFailure';
import { type Fresh, nextBulkOperation, nextOperation } from './ddlOperations';
import { failureName, type Phase } from './failureKind';
import type { Ledger, Write } from './ledger';
import type { NodeDirectory } from './nodeDirectory';
import { NodeSession } from './nodeSession';
import { Random } from './random';
import { type DdlOperation, newObject, type Outcome, type SchemaLedger, type SchemaObject } from './schemaLedger';
import type { Timeline } from './timeline';

const bulkClient = 0;
const smallClients = 2;
const bulkRows = 60_000;
const ddlTimeoutMs = 20_000;
const rowTimeoutMs = 8_000;
const betweenMs = { bulk: 1_500, small: 500, rows: 60 };
const afterFailureMs = 200;

/** What the clients of a schema work with. */
interface Context {
  readonly directory: NodeDirectory;
  readonly ledger: Ledger;
  readonly schema: SchemaLedger;
  readonly timeline: Timeline;
  readonly fresh: Fresh;
  readonly signal: AbortSignal;
}

/** Makes the table that ALTERs by copy work on, on one node while all is well; its own rows have ids below 0. */
export async function createBulk(directory: NodeDirectory, schema: SchemaLedger): Promise<void> {
  const session = new NodeSession(directory, directory.nodes[0] ?? '', [], 120_000);
  const sentAt = Date.now();
  await session.execute('CREATE TABLE chaos.bulk (id INT PRIMARY KEY, v VARCHAR(64) NOT NULL, filler VARCHAR(60))');
  await session.execute(
    `INSERT INTO chaos.bulk SELECT -seq, CONCAT('b', seq), REPEAT('x', 50) FROM chaos.seq_1_to_${bulkRows}`,
  );
  const by = { key: 'create bulk', node: session.node, sentAt, answeredAt: Date.now() };
  schema.objects.push(newObject('table', bulkClient, 'bulk', by, true));
  session.drop();
}

/** Sends one statement once; a look before it makes sure that the node has seen what others acknowledged. */
async function attempt(session: NodeSession, sql: string): Promise<{ by: Write; error: unknown; phase: Phase }> {
  let sentAt = Date.now();
  let phase: Phase = 'before';
  let error: unknown;
  try {
    await session.rows('SELECT balance FROM chaos.accounts WHERE id = 0');
    sentAt = Date.now();
    phase = 'commit';
    await session.execute(sql);
  } catch (failure) {
    error = failure;
    session.drop();
  }
  return { by: { key: sql, node: session.node, sentAt, answeredAt: Date.now() }, error, phase };
}

function isSurprise({ mustFail }: DdlOperation, outcome: Outcome, error: unknown): boolean {
  const expected = mustFail.includes((error as { errno?: number } | undefined)?.errno ?? 0);
  return outcome === 'acknowledged' ? mustFail.length > 0 : speaksOfSchema(error) && !expected;
}

/** @returns whether an answer came: where not, another node is asked for the next one soon. */
async function runOne(
  { schema, ledger, timeline }: Context,
  session: NodeSession,
  operation: DdlOperation,
): Promise<boolean> {
  const { object, sql } = operation;
  schema.underWay.add(operation);
  const { by, error, phase } = await attempt(session, sql);
  schema.underWay.delete(operation);
  if (error !== undefined && phase === 'before') {
    ledger.count(failureName(error));
    return false;
  }
  const outcome = error === undefined ? 'acknowledged' : ddlOutcome(error, phase);
  const answer = error === undefined ? 'done' : `${failureName(error)}: ${(error as Error).message}`;
  timeline.record('ddl', { node: by.node, sql, outcome, sentAt: by.sentAt, answer });
  if (!schema.objects.includes(object) && outcome !== 'refused') {
    schema.objects.push(object);
  }
  schema.settle(operation, outcome, by);
  if (isSurprise(operation, outcome, error)) {
    schema.surprises.push({ object, by, answer });
    object.retired = true;
  }
  return outcome !== 'unknown';
}

/** Draws a value of one of a client's sequences without cache: nobody else may ever be told it. */
async function drawValue({ ledger }: Context, session: NodeSession, sequence: SchemaObject): Promise<void> {
  const sentAt = Date.now();
  const [name = ''] = sequence.names;
  try {
    const query = `SELECT NEXTVAL(chaos.${name}) AS value`;
    const [row] = await session.rows<RowDataPacket & { value: number }>(query);
    const by = { key: `a value of ${name}`, node: session.node, sentAt, answeredAt: Date.now() };
    sequence.values.push({ value: Number(row?.value), by });
  } catch (error) {
    session.drop();
    ledger.count(failureName(error));
  }
}

/** One statement after another, each through a node that the client's numbers pick. */
async function ddlClient(
  context: Context,
  random: Random,
  next: () => DdlOperation | undefined,
  restMs: number,
): Promise<void> {
  const { directory, schema, signal } = context;
  const setup = ['SET SESSION wsrep_sync_wait = 1', 'SET SESSION lock_wait_timeout = 10'];
  const sessions = new Map(
    directory.nodes.map((node) => [node, new NodeSession(directory, node, setup, ddlTimeoutMs)]),
  );
  while (!signal.aborted) {
    const session = sessions.get(random.pick(directory.nodes));
    const operation = next();
    if (session === undefined || operation === undefined) {
      return;
    }
    const answered = await runOne(context, session, operation);
    const own = schema.objects.filter(({ client, retired }) => client === operation.object.client && !retired);
    const sequences = own.filter(({ parts }) => parts.has(' nocache'));
    if (answered && sequences.length > 0) {
      await drawValue(context, session, random.pick(sequences));
    }
    await pause(answered ? restMs : afterFailureMs, signal).catch(() => undefined);
  }
  sessions.forEach((session) => session.drop());
}

/** Writes rows through whatever tables there are at the moment, on one node only. */
async function rowClient(
  { directory, ledger, schema, signal }: Context,
  node: string,
  random: Random,
  firstId: number,
  step: number,
): Promise<void> {
  const session = new NodeSession(directory, node, ['SET SESSION innodb_lock_wait_timeout = 3'], rowTimeoutMs);
  for (let id = firstId; !signal.aborted; id += step) {
    const object = random.pick(schema.objects.filter(({ kind, retired }) => kind === 'table' && !retired));
    const sentAt = Date.now();
    let phase: Phase = 'before';
    let outcome: Outcome = 'acknowledged';
    try {
      await session.open();
      phase = 'commit';
      await session.execute(`INSERT INTO chaos.${object.names[0] ?? ''} (id, v) VALUES (?, ?)`, [id, `r${id}`]);
    } catch (error) {
      ledger.count(failureName(error));
      session.drop();
      outcome = rowOutcome(error, phase);
    }
    object.rows.push({ key: `row ${id}`, id, node, sentAt, answeredAt: Date.now(), outcome });
    await pause(outcome === 'acknowledged' ? betweenMs.rows : afterFailureMs, signal).catch(() => undefined);
  }
  session.drop();
}

/**
 * Changes the schema and writes through it, through all nodes, until the signal ends it. Each object is one client's,
 * so that it is known at any time what its next statement may be; rows come from a client on each node.
 */
export async function runDdlWorkload(
  directory: NodeDirectory,
  ledger: Ledger,
  schema: SchemaLedger,
  timeline: Timeline,
  seed: number,
  signal: AbortSignal,
): Promise<void> {
  let number = 0;
  const context = { directory, ledger, schema, timeline, fresh: () => ++number, signal };
  const bulk = schema.objects.find((object) => object.bulk);
  const small = Array.from({ length: smallClients }, (_, index) => {
    const client = bulkClient + 1 + index;
    const random = new Random(seed * 1000 + 500 + client);
    const own = (): SchemaObject[] => schema.objects.filter((object) => object.client === client && !object.retired);
    return ddlClient(context, random, () => nextOperation(client, own(), random, context.fresh), betweenMs.small);
  });
  const large = new Random(seed * 1000 + 500);
  await Promise.all([
    ...small,
    ddlClient(context, large, () => bulk && nextBulkOperation(bulk, large, context.fresh), betweenMs.bulk),
    ...directory.nodes.map((node, index) =>
      rowClient(context, node, new Random(seed * 1000 + 600 + index), index + 1, directory.nodes.length),
    ),
  ]);
}
