import type { LaunchRequest } from "prefect-core/provider";

export const runLabel = "prefect.io/flow-run-id";
const attemptLabel = "prefect.io/flow-run-attempt";

/** A label could not hold a time as it is. */
export const expiryAnnotation = "prefect.io/expires-at";
/** What another process needs to know of a Job. */
export const containerAnnotation = "prefect.io/container";
export const secretAnnotation = "prefect.io/secret";

/** What makes a Job that of one attempt of one run, whatever its name. */
export function attemptLabels({
  flowRunId,
  attempt,
}: Pick<LaunchRequest<unknown>, "flowRunId" | "attempt">): Readonly<Record<string, string>> {
  return { [runLabel]: flowRunId, [attemptLabel]: String(attempt) };
}

/** The labels that Kubernetes recommends, as Prefect's worker sets them. */
export function recommendedLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const version = labels["prefect.io/version"];
  const name = labels["prefect.io/deployment-name"] ?? labels["prefect.io/flow-name"];
  return {
    "app.kubernetes.io/managed-by": "prefect",
    "app.kubernetes.io/part-of": "prefect",
    ...(version === undefined ? {} : { "app.kubernetes.io/version": version.split("+", 1)[0] ?? version }),
    ...(name === undefined ? {} : { "app.kubernetes.io/name": name }),
  };
}
