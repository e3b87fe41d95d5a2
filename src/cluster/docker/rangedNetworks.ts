import type Docker from 'dockerode';
import { GaleraError } from '../vocabulary/errors';
import { labels } from '../vocabulary/labels';
import { dockerFailure, dockerReason } from './dockerErrors';
import type { Access } from './access';
import { assertRoom, halvesOf, subnetOf } from './subnets';

/**
 * Makes a network; a name that is taken is refused.
 *
 * @throws GaleraError `dockerFailed`, `dockerDown`
 */
export async function createNetwork(access: Access, options: Docker.NetworkCreateOptions): Promise<Docker.Network> {
  try {
    return await access.docker.createNetwork({ CheckDuplicate: true, Driver: 'bridge', ...options });
  } catch (error) {
    const reason = dockerReason(error);
    if (/could not find an available|all predefined address pools/i.test(reason)) {
      throw new GaleraError('dockerFailed', 'Docker has no free subnet for another network.', {
        advice: 'Remove networks that are no longer used (docker network prune), then try again.',
        details: [reason],
        cause: error,
      });
    }
    throw dockerFailure(error, `Creating the network ${options.Name}`);
  }
}

/** A network whose range is known. */
export interface RangedNetwork {
  readonly id: string;
  /** In CIDR form. */
  readonly subnet: string;
}

/** A network that is to be made with a subnet of its own, as it needs for all that is said of its addresses. */
export interface RangedPlan {
  readonly options: Docker.NetworkCreateOptions & { readonly Name: string };
  readonly addressing: (subnet: string) => { readonly AuxiliaryAddresses?: Record<string, string> };
}

/**
 * Makes the networks in ranges of which Docker has just said that they are free; all or, where one is taken by now,
 * none.
 */
async function createIn(
  access: Access,
  plans: readonly RangedPlan[],
  subnets: readonly string[],
): Promise<Map<string, RangedNetwork> | undefined> {
  const made = new Map<string, RangedNetwork>();
  try {
    for (const [index, { options, addressing }] of plans.entries()) {
      const subnet = subnets[index] ?? '';
      const named = {
        Labels: { ...options.Labels, [labels.subnet]: subnet },
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet, ...addressing(subnet) }] },
      };
      made.set(options.Name, { id: (await createNetwork(access, { ...options, ...named })).id, subnet });
    }
    return made;
  } catch (error) {
    if (!/overlaps/i.test(error instanceof Error ? error.message : '')) {
      throw error;
    }
    for (const { id } of made.values()) {
      await access.docker.getNetwork(id).remove();
    }
    return undefined;
  }
}

/**
 * Makes networks whose subnets are named at creation. Docker picks the range, for a draft of the first that is then
 * removed again: it knows which ranges are in use here. Two share one, where it is large enough: a network is Docker's
 * slowest thing to make.
 *
 * @returns them by name.
 */
export async function createRanged(
  access: Access,
  plans: readonly RangedPlan[],
): Promise<ReadonlyMap<string, RangedNetwork>> {
  const [first, ...more] = plans;
  for (let attempt = 1; first !== undefined; attempt++) {
    const draft = await createNetwork(access, first.options);
    const range = subnetOf(await draft.inspect());
    await draft.remove();
    assertRoom(range);
    const subnets = more.length === 0 ? [range] : halvesOf(range);
    if (subnets === undefined) {
      return new Map([...(await createRanged(access, [first])), ...(await createRanged(access, more))]);
    }
    const made = await createIn(access, plans, subnets);
    if (made !== undefined) {
      return made;
    }
    if (attempt >= 5) {
      throw new GaleraError(
        'dockerFailed',
        `Each range that Docker named for the network ${first.options.Name} was taken by the time it was asked for.`,
        {
          advice: 'Try again once nobody else makes networks.',
        },
      );
    }
  }
  return new Map();
}
