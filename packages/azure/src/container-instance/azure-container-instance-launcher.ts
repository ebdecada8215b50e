import type { Launcher, LaunchRequest } from "prefect-core/provider";
import { checkAccess } from "./access-checks.ts";
import { type AzureContainerInstanceClient, connectToAzure } from "./azure-container-instance-client.ts";
import type { AzureContainerInstanceConfiguration } from "./azure-container-instance-configuration.ts";
import { patiently } from "./azure-patience.ts";
import { fromReference, referenceTo } from "./container-group-reference.ts";
import type { ContainerGroupView } from "./container-group-view.ts";
import { type ContainerGroups, createContainerGroups } from "./container-groups.ts";
import { endContainerGroup, removeContainerGroup } from "./end-container-group.ts";
import { findContainerGroups } from "./find-container-groups.ts";
import { createGroupPoller, type GroupPoller } from "./group-poller.ts";
import { launchContainerGroup } from "./launch-container-group.ts";
import { watchContainerGroup } from "./watch-container-group.ts";

type Connection = Pick<
  AzureContainerInstanceConfiguration,
  "access" | "subscriptionId" | "resourceGroup" | "pollIntervalSeconds"
>;

/** A resource group as one launcher uses it: one poller for all runs in it. */
interface Place {
  readonly groups: ContainerGroups;
  readonly poller: GroupPoller;
}

/** Where a resource group is does not change. */
const locationMilliseconds = 60_000;

/** Starts commands as container groups of a resource group, and finds them there. */
export function createAzureContainerInstanceLauncher(
  { access, subscriptionId, resourceGroup, pollIntervalSeconds }: Connection,
  connect: (subscriptionId: string) => Promise<AzureContainerInstanceClient> = (id) => connectToAzure(access, id),
): Launcher<AzureContainerInstanceConfiguration> {
  const places = new Map<string, Promise<Place>>();
  const launches = new Map<string, Promise<ContainerGroupView>>();
  let located: { readonly location: Promise<string>; readonly at: number } | null = null;

  function open(subscription: string, group: string): Promise<Place> {
    const key = `${subscription} ${group}`.toLowerCase();
    const known = places.get(key);
    if (known !== undefined) return known;
    const opening = connect(subscription).then((client) => {
      const groups = createContainerGroups(client, { subscriptionId: subscription, resourceGroup: group });
      return { groups, poller: createGroupPoller(groups, pollIntervalSeconds) };
    });
    places.set(key, opening);
    opening.catch(() => places.delete(key));
    return opening;
  }

  const ownPlace = (): Promise<Place> => open(subscriptionId, resourceGroup);

  async function readLocation(): Promise<string> {
    if (located !== null && performance.now() - located.at < locationMilliseconds) return await located.location;
    const location = ownPlace().then(({ groups }) => patiently(() => groups.location()));
    located = { location, at: performance.now() };
    location.catch(() => (located = null));
    return await location;
  }

  /** Launches of one attempt at the same time are one. */
  function launchOnce(
    groups: ContainerGroups,
    request: LaunchRequest<AzureContainerInstanceConfiguration>,
  ): Promise<ContainerGroupView> {
    const attempt = `${request.flowRunId} ${request.attempt}`;
    const known = launches.get(attempt);
    if (known !== undefined) return known;
    const launch = launchContainerGroup(groups, request, readLocation).finally(() => launches.delete(attempt));
    launches.set(attempt, launch);
    return launch;
  }

  return {
    async checkReachable() {
      await readLocation();
    },
    async checkAccess() {
      return checkAccess((await ownPlace()).groups);
    },
    async launch(request) {
      request.signal?.throwIfAborted();
      const { groups } = await ownPlace();
      return referenceTo(await launchOnce(groups, request), groups);
    },
    async *watch(reference, options) {
      const group = fromReference(reference);
      const { groups, poller } = await open(group.subscriptionId, group.resourceGroup);
      yield* watchContainerGroup(groups, poller, group, options);
    },
    async kill(reference, { graceSeconds }) {
      const group = fromReference(reference);
      const { groups } = await open(group.subscriptionId, group.resourceGroup);
      await endContainerGroup(groups, group, { graceSeconds, pollIntervalSeconds });
    },
    async cleanup(reference) {
      const group = fromReference(reference);
      const { groups } = await open(group.subscriptionId, group.resourceGroup);
      await removeContainerGroup(groups, group, pollIntervalSeconds);
    },
    async *find(labels) {
      yield* findContainerGroups((await ownPlace()).groups, labels);
    },
  };
}
