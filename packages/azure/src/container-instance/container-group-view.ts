// What Azure Resource Manager answers for a container group, as far as it is looked at.
// https://learn.microsoft.com/rest/api/container-instances/container-groups/get

export interface ContainerEvent {
  readonly name?: string;
  readonly message?: string;
  readonly type?: string;
  readonly count?: number;
  readonly firstTimestamp?: string;
  readonly lastTimestamp?: string;
}

export interface ContainerState {
  /** `Waiting`, `Running`, `Terminated`. */
  readonly state?: string;
  readonly startTime?: string;
  readonly finishTime?: string;
  readonly exitCode?: number;
  /** `Completed`, `Error`, `OOMKilled`, `CrashLoopBackOff`. */
  readonly detailStatus?: string;
}

export interface ContainerView {
  readonly name: string;
  readonly properties: {
    readonly instanceView?: {
      readonly currentState?: ContainerState;
      readonly previousState?: ContainerState;
      readonly restartCount?: number;
      readonly events?: readonly ContainerEvent[];
    };
  };
}

export interface ContainerGroupView {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: {
    /** `Pending`, `Creating`, `Succeeded`, `Failed`, `Canceled`, `Unhealthy`, `Repairing`. */
    readonly provisioningState?: string;
    readonly containers?: readonly ContainerView[];
    readonly instanceView?: { readonly state?: string; readonly events?: readonly ContainerEvent[] };
  };
}

/** The container of the flow; the first one is. */
export function flowContainer(
  { properties: { containers = [] } }: ContainerGroupView,
  name: string,
): ContainerView | null {
  return containers.find((container) => container.name === name) ?? containers[0] ?? null;
}
