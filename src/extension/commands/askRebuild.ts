import * as vscode from 'vscode';
import type { NodeRef } from '../../cluster/operations/nodeActions';
import { possibleDonors } from '../../cluster/view/donors';
import { ask } from '../notify';
import type { CommandContext } from './commandContext';
import { readClustersForCommand } from './readForCommand';

/** The Synced nodes that could fill all of these, where they are of one cluster. */
async function donorsFor(context: CommandContext, targets: readonly NodeRef[]): Promise<readonly string[] | undefined> {
  const clusters = await readClustersForCommand(context);
  const names = new Set(targets.map(({ cluster }) => cluster));
  const nodes = clusters?.filter(({ name }) => names.has(name) && names.size === 1).flatMap((cluster) => cluster.nodes);
  return (
    nodes &&
    possibleDonors(
      nodes,
      targets.map(({ node }) => node),
    )
  );
}

/**
 * Asks once, modally, before nodes are rebuilt; where there is more than one node to fill them from, the user can
 * choose it. Undefined where they decide against it.
 */
export async function askRebuild(
  context: CommandContext,
  targets: readonly NodeRef[],
): Promise<{ readonly donor?: string } | undefined> {
  const donors = await donorsFor(context, targets);
  if (donors === undefined) {
    return undefined;
  }
  const names = targets.map(({ cluster, node }) => `${cluster}/${node}`).join(', ');
  const rebuild = vscode.l10n.t('Rebuild Node');
  const choose = vscode.l10n.t('Choose Donor…');
  const answer = await ask(
    vscode.l10n.t('Rebuild {0}?', names),
    vscode.l10n.t('The data there are deleted and copied anew from another node.'),
    rebuild,
    ...(donors.length > 1 ? [choose] : []),
  );
  if (answer !== choose) {
    return answer === rebuild ? {} : undefined;
  }
  const donor = await vscode.window.showQuickPick(donors, { placeHolder: vscode.l10n.t('Node to copy the data from') });
  return donor === undefined ? undefined : { donor };
}
