import { allDone } from '../../async/allDone';
import { dockerFailure } from '../../docker/dockerErrors';
import { runInContainer } from '../../docker/runInContainer';
import type { Access } from '../../docker/access';
import { sizeInBytes } from '../../vocabulary/traits';
import { factsLine, transferFactsOf } from '../../view/transfer/transferFacts';
import { askNode } from '../../node/askNode';
import { valuesOf } from '../../node/sealedLines';
import type { Site } from './site';

/** Which run of a container something was found out in. */
export function runOf({
  Id: id,
  State: state,
}: {
  readonly Id: string;
  readonly State: { readonly StartedAt: string };
}): string {
  return `${id} ${state.StartedAt}`;
}

/** What a full transfer takes of nodes, and what they have of it: noted for the next look. */
export async function measure(
  access: Access,
  site: Site,
  nodes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { monitorPassword } = await site.credentials(access);
  await allDone(
    nodes.map(async (node) => {
      try {
        const container = site.container(access, node);
        const inspected = await container.inspect();
        const { image, traits } = await site.spec(access, node);
        const answer =
          (await askNode(container, inspected.State, { do: 'measure' }, monitorPassword, signal)) ??
          valuesOf(((await runInContainer(container, factsLine)) ?? '').trim());
        const facts = transferFactsOf(answer, sizeInBytes(traits.gcacheSize) ?? 0);
        if (facts !== undefined) {
          site.facts.set(runOf(inspected), { node, image, ...facts });
        }
      } catch (error) {
        throw dockerFailure(error, `Looking at the disk of ${node}`);
      }
    }),
  );
}
