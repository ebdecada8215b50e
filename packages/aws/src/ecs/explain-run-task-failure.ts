import type { ExitCause } from "prefect-core/provider";
import type { EcsFailure } from "./ecs-task.ts";

/** Why RunTask started nothing, though it answered. */
export interface PlacementFailure {
  readonly cause: ExitCause;
  readonly message: string;
  readonly platformReason: string;
  readonly hint?: string;
}

const instanceHints: Readonly<Record<string, string>> = {
  "RESOURCE:CPU": "Ask for fewer CPU units, or add instances to the cluster.",
  "RESOURCE:MEMORY": "Ask for less memory, or add instances to the cluster.",
  "RESOURCE:GPU": "Add instances with free GPUs to the cluster.",
  "RESOURCE:ENI": "Add instances to the cluster, or turn on ENI trunking: none has a free network interface.",
  AGENT: "Check the ECS agent of the cluster's instances: none is connected.",
  ATTRIBUTE: "No instance of the cluster has an attribute that the task definition needs.",
};

/** What stands in `failures` of an answer with status 200. Pure. */
export function explainPlacementFailure({ reason = "", detail }: EcsFailure): PlacementFailure {
  const words = detail === undefined ? reason : `${reason} (${detail})`;
  const message = `ECS did not start the task: ${words === "" ? "it does not say why" : words.replace(/\.$/, "")}.`;
  const hint = instanceHints[reason];
  return { cause: causeOf(reason), message, platformReason: reason, ...(hint === undefined ? {} : { hint }) };
}

function causeOf(reason: string): ExitCause {
  if (reason.startsWith("RESOURCE:") || isCapacityProblem(reason)) return "capacity";
  if (reason === "AGENT" || reason === "ATTRIBUTE" || reason === "INACTIVE") return "unschedulable";
  return "start-failed";
}

/** Fargate says it as a failure, and as an error. */
export function isCapacityProblem(text: string): boolean {
  return /capacity is unavailable|limit on the number of vCPUs|insufficient capacity/i.test(text);
}
