import { Argument, Option } from '@commander-js/extra-typings';
import { assertClusterName, assertNodeCount } from '../cluster/vocabulary/names';
import { UsageError } from './usageError';

function clusterName(text: string): string {
  assertClusterName(text);
  return text;
}

/**
 * A parser for a number of nodes.
 *
 * @param what what takes it, for the sentence that says what it doesn't take.
 */
export function nodeCount(what: string): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text)) {
      throw new UsageError(`${what} takes a number, not "${text}".`);
    }
    const count = Number(text);
    assertNodeCount(count);
    return count;
  };
}

/**
 * A parser for a port.
 *
 * @param what as of {@link nodeCount}.
 */
export function portNumber(what: string): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text)) {
      throw new UsageError(`${what} takes a number, not "${text}".`);
    }
    return Number(text);
  };
}

/** An option's value; where one was left out, commander takes the option behind it for the value. */
export function optionValue(text: string): string {
  if (text.startsWith('-')) {
    throw new UsageError(`A value is missing before ${text}.`);
  }
  return text;
}

/** NAME, where it may not be left out. */
export const name = new Argument('<NAME>', "the cluster's name").argParser(clusterName);

/** NAME, where it means all clusters if it is left out. */
export const nameOrAll = new Argument('[NAME]', "the cluster's name; all clusters where left out").argParser(
  clusterName,
);

/** NAME, where it is the default cluster's if it is left out. */
export const nameOrDemo = new Argument('[NAME]', "the cluster's name").argParser(clusterName).default('demo', 'demo');

export const node = new Argument('<NODE>', "the node's name, as in g2");

export const donor = new Option('--donor <NODE>', 'the node to copy the data from, which has to be Synced').argParser(
  optionValue,
);
