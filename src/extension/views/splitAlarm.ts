import * as vscode from 'vscode';
import { lesserSide } from '../../cluster/view/splitSides';
import { commands } from '../ids';
import type { MonitorState } from '../monitorState';
import { namesOf, sidesText } from '../presentation/sideWords';
import { tellFailure } from '../notify';

/** Says once, for every time that a cluster splits, which sides serve apart, and offers to stop the lesser one. */
export class SplitAlarm {
  /** By cluster the sides that were seen last; told of once they are seen a second time, as a change passes by. */
  #seen = new Map<string, { sides: string; told: boolean }>();

  show(state: MonitorState): void {
    if (state.kind !== 'clusters') {
      return;
    }
    const before = this.#seen;
    this.#seen = new Map();
    for (const cluster of state.clusters) {
      const sides = sidesText(cluster);
      if (sides !== '') {
        const last = before.get(cluster.name);
        const told = last !== undefined && (last.told || last.sides === sides);
        this.#seen.set(cluster.name, { sides, told });
        if (told && !last.told) {
          void this.#tell(cluster.name, sides, namesOf(lesserSide(cluster) ?? []));
        }
      }
    }
  }

  async #tell(cluster: string, sides: string, lesser: string): Promise<void> {
    const stop = vscode.l10n.t('Stop {0}', lesser);
    const message = vscode.l10n.t(
      'Cluster {0} is split: {1} serve apart from each other, and their data differ or soon will.',
      cluster,
      sides,
    );
    if ((await tellFailure(message, stop)) === stop) {
      await vscode.commands.executeCommand(commands.stopLesserSide, cluster);
    }
  }
}
