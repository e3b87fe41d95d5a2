import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { activate, Shown } from '../../../src/extension/extension';
import type { Row } from '../../../src/extension/presentation/row';
import { waitUntil } from '../waitUntil.mjs';

/** What the extension shows now. */
export async function shownNow(): Promise<Shown> {
  const extension = vscode.extensions.getExtension<ReturnType<typeof activate>>('galera-clusters.galera-clusters');
  assert.ok(extension, 'the extension is not there');
  return (await extension.activate()).shown();
}

/** The row of a cluster; undefined while the tree doesn't have it. */
export async function clusterRow(cluster: string): Promise<Row | undefined> {
  return (await shownNow()).rows.find(({ id }) => id === cluster);
}

/** Node by node the first word of the description, which is its state. */
export async function nodeStatesShown(cluster: string): Promise<string[]> {
  const row = await clusterRow(cluster);
  return row?.children.map(({ description }) => description.split(' ')[0] ?? '') ?? [];
}

/** Waits until what is shown satisfies the condition; a failure tells what was shown last. */
export async function untilShown(
  what: string,
  condition: (shown: Shown) => boolean,
  deadlineMs = 30_000,
): Promise<Shown> {
  let last: Shown | undefined;
  return waitUntil(
    what,
    async () => {
      last = await shownNow();
      return condition(last) ? last : undefined;
    },
    {
      deadlineMs,
      details: () => [
        `view: ${last?.viewState ?? ''}, status bar: ${last?.statusBar?.text ?? 'hidden'}`,
        ...(last?.rows ?? [])
          .flatMap((row) => [row, ...row.children])
          .map(({ id, description }) => `${id}: ${description}`),
      ],
    },
  );
}
