import { createPoller, type Poller } from "prefect-core/provider";
import { azureTransience, patiently } from "./azure-patience.ts";
import type { ContainerGroupView } from "./container-group-view.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { AzureUnreachableError } from "./errors/azure-unreachable-error.ts";

/** Looks at the container groups of a resource group, by their names; `null` for one that is not there. */
export type GroupPoller = Poller<string, ContainerGroupView | null>;

/** Azure allows 25 reads a second to a subscription on the long run, and other processes ask too. */
const readsPerSecond = 10;
/** For so long a group of which Azure tells nothing is asked about. */
const patienceMilliseconds = 300_000;

export function createGroupPoller(groups: ContainerGroups, intervalSeconds: number): GroupPoller {
  return createPoller({
    keyOf: (name: string) => name,
    read: async ([name = ""]) => [await patiently(() => groups.read(name))],
    pollMilliseconds: intervalSeconds * 1000,
    readsPerSecond,
    toFailure(error, failingMilliseconds) {
      if (failingMilliseconds > patienceMilliseconds) return unreachable(error, groups);
      return azureTransience(error) === null ? (error as Error) : null;
    },
  });
}

function unreachable(error: unknown, { resourceGroup }: ContainerGroups): AzureUnreachableError {
  if (AzureUnreachableError.isInstance(error)) return error;
  return new AzureUnreachableError({
    endpoint: `the resource group ${resourceGroup}`,
    problem: (error as Error).message,
    isPassing: false,
    hint: "Look at https://status.azure.com, and watch the run again when Azure answers.",
    cause: error,
  });
}
