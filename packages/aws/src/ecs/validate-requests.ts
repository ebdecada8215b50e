import { closestName, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import type { EcsConfiguration } from "./ecs-configuration.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import type { EcsPatch } from "./patch-request.ts";
import { findUnknownMember, type ModelledOperation } from "./request-model-client.ts";
import { toRunTask } from "./to-run-task.ts";
import { toTaskDefinition } from "./to-task-definition.ts";

/**
 * Throws `JobConfigurationError` for a patch that does not apply, and for a name in either request that ECS does not have.
 * Asks nobody: the model comes with the SDK.
 */
export function validateRequests(configuration: EcsConfiguration): void {
  // What the template misspells is told of as the template's.
  for (const patch of [{}, configuration.patch]) {
    const { definition, runTask } = toTrialRequests({ ...configuration, patch });
    if (definition !== null) requireKnownMembers("RegisterTaskDefinition", definition, patch);
    requireKnownMembers("RunTask", runTask, patch);
  }
}

const sources = {
  RegisterTaskDefinition: { ofTemplate: "task_definition", ofPatch: "taskDefinition" },
  RunTask: { ofTemplate: "task_run_request", ofPatch: "runTask" },
} as const;

/** Throws `JobConfigurationError` for a name that ECS does not have, which the SDK would leave out without a word. */
export function requireKnownMembers(operation: ModelledOperation, request: JsonObject, patch: EcsPatch): void {
  const unknown = findUnknownMember(operation, request);
  if (unknown === null) return;
  const { path, name, known } = unknown;
  const { ofTemplate, ofPatch } = sources[operation];
  const source = patch[ofPatch] === undefined ? ofTemplate : `patch.${ofPatch}`;
  const meant = closestName(name, known);
  const offer = meant === null ? "" : `, but '${meant}' is`;
  throw invalidConfiguration(`${source}.${path}`, `is not a parameter of ECS's ${operation}${offer}`);
}

/** Both as they are for a run, of which a patch may look at anything. */
function toTrialRequests(configuration: EcsConfiguration): {
  readonly definition: JsonObject | null;
  readonly runTask: JsonObject;
} {
  const flowRunId = "00000000-0000-0000-0000-000000000000";
  const trial: LaunchRequest<EcsConfiguration> = {
    flowRunId,
    attempt: 1,
    name: "trial",
    command: ["node", "/opt/prefect/runner.mjs", "execute"],
    env: {},
    labels: { "prefect.io/flow-run-id": flowRunId, "prefect.io/work-pool-name": "trial" },
    expiresAt: new Date(0),
    configuration,
  };
  const { image, access, isFargate } = configuration;
  return {
    definition: toTaskDefinition(trial, { image: image ?? "image", region: access.region ?? "region" }),
    runTask: toRunTask(trial, {
      taskDefinition: "family:1",
      network: isFargate ? { subnets: ["subnet"], assignPublicIp: "ENABLED" } : null,
      environment: { PREFECT__FLOW_RUN_ID: flowRunId },
    }),
  };
}
