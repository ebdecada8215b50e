import type { JsonObject } from "../contracts/json.ts";
import type { Plan } from "../contracts/plan.ts";
import { toAttemptLimits } from "./attempt-limits.ts";
import type { Binding } from "./binding.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { renderJob } from "./render-job.ts";
import { toDeliveredRunner } from "./deliver-runner.ts";
import { preparationWarnings, prepareRun, type PreparedRun } from "./prepare-run.ts";

/** What a call would create. Builds and checks all that a call does, and creates nothing. */
export async function planFlow(binding: Binding, args: readonly unknown[]): Promise<Plan> {
  const prepared = await prepareRun(binding, args);
  const { client, pool, jobVariables, bundle, layer, bundleStorage } = prepared;
  const masked = { ...prepared, client: withoutSecrets(client) };
  const job = await renderJob(masked, jobVariables, null);
  const resource = await toResource({ ...prepared, job });
  return {
    flowName: binding.flow.name,
    workPool: { name: pool.name, type: pool.type, exists: pool.id !== null },
    jobConfiguration: hide(job.configuration, binding.infrastructure.credentialKeys ?? []),
    command: job.command,
    ...(resource === null ? {} : { resource }),
    storage: bundleStorage.storage.describe(),
    bundle: {
      sha256: bundle.code.sha256,
      bytes: bundle.code.bytes.byteLength,
      code: bundle.explanation,
      includedFiles: bundle.includedFiles,
      layer: layer && {
        sha256: layer.part.sha256,
        bytes: layer.part.bytes.byteLength,
        packages: layer.packages,
        platform: layer.platform,
      },
      warnings: preparationWarnings(prepared),
    },
  };
}

/** A plan is printed and kept: the secret fields of blocks that its template names are `********` in it. */
function withoutSecrets(client: PrefectClient): PrefectClient {
  return {
    ...client,
    readBlockDocument: (id) => client.readBlockDocument(id, { includeSecrets: false }),
    readBlockDocumentByName: (slug, name) => client.readBlockDocumentByName(slug, name, { includeSecrets: false }),
  };
}

async function toResource({ binding, job, pool, secrets }: PreparedRun): Promise<JsonObject | null> {
  const { infrastructure, flow } = binding;
  if (infrastructure.toResource === undefined) return null;
  const { name, env, labels } = job.configuration;
  const { startTimeoutSeconds, deadlineSeconds } = toAttemptLimits(binding);
  return infrastructure.toResource({
    flowRunId: "",
    attempt: 1,
    name: typeof name === "string" ? name : flow.name,
    command: job.command,
    env,
    inheritedEnv: job.inheritedEnv,
    ...(Object.keys(secrets).length === 0 ? {} : { secrets: mask(secrets) }),
    // What resources are named by; the run itself has no name yet.
    labels: { "prefect.io/work-pool-name": pool.name, "prefect.io/flow-name": flow.name, ...labels },
    expiresAt: new Date(0),
    startTimeoutSeconds,
    ...(deadlineSeconds === null ? {} : { deadlineSeconds }),
    configuration: job.checked,
    files: await toDeliveredRunner(infrastructure.runnerCommand()),
  });
}

function hide(configuration: JsonObject, keys: readonly string[]): JsonObject {
  const hidden = keys.filter((key) => configuration[key] !== undefined && configuration[key] !== null);
  return { ...configuration, ...Object.fromEntries(hidden.map((key) => [key, "********"])) };
}

function mask(secrets: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(secrets).map((variable) => [variable, "********"]));
}
