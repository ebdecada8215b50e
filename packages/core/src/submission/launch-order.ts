import pRetry from "p-retry";
import { attemptPrefix } from "../bundle/run-layout.ts";
import type { CommonInfrastructureOptions } from "../contracts/infrastructure-type.ts";
import type { JsonObject } from "../contracts/json.ts";
import type { Storage } from "../contracts/storage.ts";
import { InfrastructureOptionError } from "../errors/infrastructure-option-error.ts";
import { StorageObjectNotFoundError } from "../errors/storage-object-not-found-error.ts";
import type { AttemptLimits } from "./attempt-limits.ts";
import { containsFunction } from "./contains-function.ts";
import type { PreparedJob } from "./prepare-run.ts";

const WRITE_RETRIES = 3;

/** `runs/<flow-run-id>/<attempt>/launch.json`: what one of our workers needs to launch an attempt. */
export interface LaunchOrder {
  readonly formatVersion: 1;
  readonly flowName: string;
  /** The decorator's, for what no job template holds. */
  readonly options: CommonInfrastructureOptions;
  readonly limits: AttemptLimits;
  /** As our launchers take them; those of the run itself are for workers of Prefect's Python edition. */
  readonly jobVariables: JsonObject;
  /** Where its platform wants the bundle delivered; `null` where its runner reaches the storage itself. */
  readonly deliveryDirectory: string | null;
}

/** Throws `InfrastructureOptionError` for what only the process that submits a run can use. Pure. */
export function toLaunchOrder({ binding, flowName, limits, bundleStorage, jobVariables }: PreparedJob): LaunchOrder {
  const { infrastructure, options } = binding;
  const refuse = (option: string, reason: string, hint: string): never => {
    throw new InfrastructureOptionError({ infrastructureType: infrastructure.type, option, reason, hint });
  };
  for (const [option, value] of Object.entries(options)) {
    if (containsFunction(value)) {
      refuse(option, "is a function, which no worker can be given", " Give plain data, or use submit().");
    }
  }
  for (const [name, { source }] of Object.entries(options.secrets ?? {})) {
    if (source !== "env") continue;
    const hint = " Use secret.block(), a secret of the platform, or submit().";
    refuse(`secrets.${name}`, "is in this process's environment, which no worker sees", hint);
  }
  const { deliveryDirectory } = bundleStorage;
  return { formatVersion: 1, flowName, options, limits, jobVariables, deliveryDirectory };
}

export async function writeLaunchOrder(
  storage: Storage,
  flowRunId: string,
  attempt: number,
  order: LaunchOrder,
): Promise<void> {
  const body = Buffer.from(JSON.stringify(order));
  await pRetry(() => storage.write(orderKey(flowRunId, attempt), body), { retries: WRITE_RETRIES, minTimeout: 100 });
}

/** `null` where the attempt was not submitted to a work pool's workers. */
export async function readLaunchOrder(
  storage: Storage,
  flowRunId: string,
  attempt: number,
): Promise<LaunchOrder | null> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of storage.read(orderKey(flowRunId, attempt))) chunks.push(chunk);
  } catch (error) {
    if (StorageObjectNotFoundError.isInstance(error)) return null;
    throw error;
  }
  return JSON.parse(Buffer.concat(chunks).toString()) as LaunchOrder;
}

function orderKey(flowRunId: string, attempt: number): string {
  return `${attemptPrefix(flowRunId, attempt)}launch.json`;
}
