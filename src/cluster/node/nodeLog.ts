import type Docker from 'dockerode';
import { accessOf } from '../docker/boundedCalls';
import { readFile } from '../docker/containerFiles';
import { lastLogLines, type LogOptions, wholeLog } from '../docker/containerLogs';
import { parseBootReport } from './bootReport';
import { sealedBoot } from './sealedLines';
import { nodePaths } from './nodePaths';

/** A line with Docker's time before it, or without. */
const stamped = /^(\d{4}-\d\d-\d\dT[\d:.]+Z )?([^]*)$/;
const ours = /^(galera-(?:node|sst): )(?:boot=(\S+) )?/;
const anyOfOurs = /^galera-(node|sst|boot|notify): /;

const textOf = (line: string): string => stamped.exec(line)?.[2] ?? '';

/**
 * A node's log with what our own scripts have said in it as they said it, and what only looks like that made to look
 * like it no more. A server writes into its log what its clients call themselves, line breaks and all, before they have
 * proved who they are: so each line of ours names its boot, which they don't know. What is said before anything else
 * has spoken needs no proof.
 *
 * @param boots those of this node.
 * @param isWhole whether the lines begin where the container did.
 */
export function withoutPretence(lines: readonly string[], boots: ReadonlySet<string>, isWhole: boolean): string[] {
  const others = lines.findIndex((line) => !anyOfOurs.test(textOf(line)));
  const alone = !isWhole ? 0 : others < 0 ? lines.length : others;
  return lines.map((line, index) => {
    const [, stamp = '', text = ''] = stamped.exec(line) ?? [];
    const said = ours.exec(text);
    if (said === null) {
      return line;
    }
    const [start, mark = '', boot = ''] = said;
    return boots.has(boot) || index < alone
      ? `${stamp}${mark}${text.slice(start.length)}`
      : `${stamp}(not by us) ${text}`;
  });
}

/** Whose log it is. */
export interface NodeLogOf {
  readonly container: Docker.Container;
  /** Undefined where it isn't known: then nothing that a server may have said counts as ours. */
  readonly monitorPassword: string | undefined;
}

interface Known {
  readonly boots: Set<string>;
  /** By the clock that only goes forward, in milliseconds. */
  askedAtMs: number;
}

const known = new WeakMap<object, Map<string, Known>>();
/**
 * Its own report names its boot, where its log doesn't any more: asked again only after a while, as it costs dockerd a
 * process.
 */
const askAgainMs = 10_000;
const mostContainers = 500;

function knownOf({ container }: NodeLogOf): Known {
  const access = accessOf(container);
  const all = known.get(access) ?? new Map<string, Known>();
  known.set(access, all);
  if (all.size > mostContainers) {
    all.clear();
  }
  const own = all.get(container.id) ?? { boots: new Set<string>(), askedAtMs: Number.NEGATIVE_INFINITY };
  all.set(container.id, own);
  return own;
}

async function proved(of: NodeLogOf, lines: readonly string[], isWhole: boolean): Promise<string[]> {
  const own = knownOf(of);
  const { boots } = own;
  if (of.monitorPassword !== undefined) {
    for (const line of lines) {
      const boot = sealedBoot(textOf(line), of.monitorPassword);
      if (boot !== undefined) {
        boots.add(boot);
      }
    }
  }
  const unproved = lines.some((line) => {
    const said = ours.exec(textOf(line));
    return said !== null && !boots.has(said[2] ?? '');
  });
  const now = performance.now();
  if (unproved && now - own.askedAtMs > askAgainMs) {
    own.askedAtMs = now;
    const report = parseBootReport((await readFile(of.container, nodePaths.boot)) ?? '');
    if (report !== undefined) {
      boots.add(report.boot);
    }
  }
  return withoutPretence(lines, boots, isWhole);
}

/**
 * The last lines of a node's log, {@link withoutPretence}.
 *
 * @throws what Docker answers
 */
export async function nodeLog(
  of: NodeLogOf,
  count: number,
  options: LogOptions & { readonly isWhole?: boolean } = {},
): Promise<string[]> {
  const lines = await lastLogLines(of.container, count, options);
  return proved(of, lines, options.isWhole === true && lines.length < count);
}

/**
 * {@link wholeLog} of a node, {@link withoutPretence}.
 *
 * @throws what Docker answers
 */
export async function wholeNodeLog(of: NodeLogOf, count: number, since?: Date): Promise<string[] | undefined> {
  const lines = await wholeLog(of.container, count, since);
  return lines === undefined ? undefined : proved(of, lines, false);
}
