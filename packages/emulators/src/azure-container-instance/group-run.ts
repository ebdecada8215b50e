import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { WorkloadBackend } from "../workloads/workload-backend.ts";
import { createContainerRun, type ContainerRun } from "./container-run.ts";
import type { GroupBody } from "./group-body.ts";

/** A container group from its creation to its deletion. */
export interface GroupRun {
  readonly operationId: string;
  /** Whether something is being done to it, so that it takes no other order. */
  readonly isTransitioning: boolean;
  readonly provisioningState: string;
  /** `hasInstanceView`: as a single group is shown, not one of a list. */
  view(options: { readonly hasInstanceView: boolean }): object;
  container(name: string): ContainerRun | null;
  stop(graceSeconds: number): Promise<void>;
  remove(): Promise<void>;
}

/** What keeps a group that was accepted from being made, in an event's words. */
export interface ProvisioningProblem {
  /** `FailedMountAzureFileVolume` */
  readonly name: string;
  readonly message: string;
}

export interface GroupOptions {
  readonly id: string;
  readonly name: string;
  readonly body: GroupBody;
  readonly backend: WorkloadBackend;
  readonly provisioningMilliseconds: number;
  readonly problem: ProvisioningProblem | null;
}

export function startGroup({ id, name, body, backend, provisioningMilliseconds, problem }: GroupOptions): GroupRun {
  let provisioningState = "Pending";
  let isStopped = false;
  const removing = new AbortController();
  const events: object[] = [];
  const suffix = randomUUID().slice(0, 8);
  const containers = (body.properties?.containers ?? []).map((container, index) => ({
    name: container.name,
    run: createContainerRun(backend, container, `aci-${suffix}-${index}`),
  }));

  async function provision(): Promise<void> {
    await delay(provisioningMilliseconds / 2, undefined, { signal: removing.signal });
    provisioningState = "Creating";
    await delay(provisioningMilliseconds / 2, undefined, { signal: removing.signal });
    if (problem !== null) {
      const time = new Date().toISOString();
      events.push({ count: 1, firstTimestamp: time, lastTimestamp: time, type: "Warning", ...problem });
      provisioningState = "Failed";
      return;
    }
    await Promise.all(containers.map(({ run }) => run.start()));
    provisioningState = "Succeeded";
  }

  const provisioned = provision().catch(() => {
    provisioningState = "Failed";
  });

  function groupState(): string {
    if (provisioningState === "Failed") return "Failed";
    if (provisioningState !== "Succeeded") return "Pending";
    if (containers.some(({ run }) => run.isRunning)) return "Running";
    return isStopped ? "Stopped" : "Succeeded";
  }

  return {
    operationId: randomUUID(),
    get isTransitioning() {
      return removing.signal.aborted || provisioningState === "Pending" || provisioningState === "Creating";
    },
    get provisioningState() {
      return provisioningState;
    },
    view({ hasInstanceView }) {
      const { imageRegistryCredentials = [], ...properties } = body.properties ?? {};
      const shown = containers.map(({ run }) => withoutView(run.view(), hasInstanceView));
      return {
        id,
        name,
        type: "Microsoft.ContainerInstance/containerGroups",
        location: body.location,
        tags: body.tags ?? {},
        ...(body.identity === undefined ? {} : { identity: body.identity }),
        properties: {
          ...properties,
          provisioningState,
          imageRegistryCredentials: imageRegistryCredentials.map((login) => {
            const { password: _hidden, ...rest } = login as { readonly password?: string };
            return rest;
          }),
          containers: shown,
          ...(hasInstanceView ? { instanceView: { events: [...events], state: groupState() } } : {}),
        },
      };
    },
    container: (wanted) => containers.find((container) => container.name === wanted)?.run ?? null,
    async stop(graceSeconds) {
      isStopped = true;
      await Promise.all(containers.map(({ run }) => run.stop(graceSeconds)));
    },
    async remove() {
      removing.abort();
      await provisioned;
      await Promise.all(containers.map(({ run }) => run.remove()));
    },
  };
}

function withoutView(container: object, hasInstanceView: boolean): object {
  if (hasInstanceView) return container;
  const { name, properties } = container as { readonly name: string; readonly properties: object };
  const { instanceView: _left, ...shown } = properties as { readonly instanceView?: object };
  return { name, properties: shown };
}
