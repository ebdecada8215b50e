import type { LaunchRequest } from "prefect-core/provider";

/** A label as Docker's own convention writes it, with its domain reversed: `prefect.io/version` is `io.prefect.version`. */
export function toContainerLabel(label: string): string {
  const slash = label.indexOf("/");
  if (slash === -1) return label;
  return `${label.slice(0, slash).split(".").toReversed().join(".")}.${label.slice(slash + 1)}`;
}

export function toContainerLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [toContainerLabel(label), value]));
}

const runLabel = "io.prefect.flow-run-id";
const attemptLabel = "io.prefect.flow-run-attempt";

/** What makes a container that of one attempt of one run, whatever its name. */
export function attemptLabels({
  flowRunId,
  attempt,
}: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">): Readonly<Record<string, string>> {
  return { [runLabel]: flowRunId, [attemptLabel]: String(attempt) };
}
