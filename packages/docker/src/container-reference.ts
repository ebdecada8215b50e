import type { InfrastructureReference } from "prefect-core/provider";

/** What is known of a container in another process than the one that made it. */
export interface ContainerReference {
  readonly container: string;
  /** Of the engine. */
  readonly host: string;
  /** Whether it stays after its end, for a look at it. */
  readonly isKept: boolean;
}

/** Prefect's `infrastructure_pid` is Python's base URL of the engine and the container's id. */
export function toContainerReference(
  { container, host, isKept }: ContainerReference,
  baseUrl: string,
): InfrastructureReference {
  return {
    type: "docker",
    infrastructurePid: `${baseUrl}:${container}`,
    details: { container, host, isKept },
  };
}

export function fromContainerReference({ details }: InfrastructureReference): ContainerReference {
  return {
    container: String(details["container"] ?? ""),
    host: String(details["host"] ?? ""),
    isKept: details["isKept"] === true,
  };
}
