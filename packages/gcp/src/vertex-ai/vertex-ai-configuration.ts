import {
  isEmpty,
  isJsonObject,
  objectAt,
  objectsAt,
  withoutEmpty,
  type Json,
  type JsonObject,
} from "prefect-core/provider";
import type { RequestPatch } from "prefect-core/provider";
import type { GcpAccess } from "../credentials/gcp-access.ts";
import { toGcpAccess } from "../credentials/to-gcp-access.ts";
import { parseDuration } from "./duration.ts";
import { invalidConfiguration, mustBe } from "./invalid-configuration.ts";
import { judgeAccelerators } from "./machine-accelerators.ts";
import { camelized } from "./snake-case.ts";
import type { VertexAiOptions } from "./vertex-ai-options.ts";

/** A rendered job configuration, as the launcher takes it. */
export interface VertexAiConfiguration {
  readonly access: GcpAccess;
  /** `null`: gcloud's. */
  readonly region: string | null;
  /** `null`: none is configured. */
  readonly image: string | null;
  /** A `CustomJobSpec` in the API's JSON that lacks only what the run adds to it. */
  readonly jobSpec: JsonObject;
  /** After which Vertex AI ends the job. */
  readonly timeoutSeconds: number;
  readonly pollIntervalSeconds: number;
  /** Whether the ended job stays. */
  readonly isKept: boolean;
  readonly patch: RequestPatch | null;
}

const secondsPerHour = 3600;
const strategies: readonly Json[] = ["STANDARD", "SPOT", "FLEX_START", "ON_DEMAND", "LOW_COST"];
// https://cloud.google.com/vertex-ai/docs/training/configure-compute#boot_disk_options
const bootDiskGigabytes = { least: 100, most: 64_000 };

/** Throws `JobConfigurationError` naming the key, and `InvalidBlockError`. */
export function parseVertexAiConfiguration(rendered: JsonObject, options: VertexAiOptions): VertexAiConfiguration {
  const given = objectAt(rendered, "job_spec");
  const [pool, ...others] = objectsAt(given, "worker_pool_specs");
  if (pool === undefined) {
    throw invalidConfiguration("job_spec.worker_pool_specs", "must hold the machine and container of the flow, first");
  }
  const { scheduling, timeoutSeconds } = toScheduling(given);
  const { maximum_run_time_hours: _hours, service_account_name: _account, ...rest } = given;
  const spec: JsonObject = {
    ...camelized(rest),
    workerPoolSpecs: [toWorkerPool(pool), ...others.map((other) => camelized(other))],
    scheduling,
    serviceAccount: serviceAccount(given),
    network: network(given),
    reservedIpRanges: textList(given, "reserved_ip_ranges"),
    enableWebAccess: flag(given, "enable_web_access"),
    enableDashboardAccess: flag(given, "enable_dashboard_access"),
    ...toTensorboard(given, options),
  };
  const jobSpec = Object.fromEntries(Object.entries(spec).filter(([, value]) => !isEmpty(value) && value !== false));
  if (jobSpec["tensorboard"] !== undefined && jobSpec["serviceAccount"] === undefined) {
    throw invalidConfiguration("tensorboard", "needs 'service_account_name' as well, which may write to it");
  }
  return {
    access: toAccess(rendered["credentials"] ?? null),
    region: region(rendered),
    image: text(objectAt(pool, "container_spec"), "image_uri"),
    jobSpec,
    timeoutSeconds,
    pollIntervalSeconds: positive(rendered, "job_watch_poll_interval", 5),
    isKept: options.keepCustomJob ?? false,
    patch: options.patch ?? null,
  };
}

function toAccess(credentials: Json): GcpAccess {
  if (!isEmpty(credentials) && !isJsonObject(credentials)) {
    // What was given may hold a key.
    throw invalidConfiguration("credentials", "must be a reference to a gcp-credentials block");
  }
  const data = isJsonObject(credentials) && !isEmpty(credentials) ? credentials : null;
  return toGcpAccess(data === null ? null : { block: "gcp-credentials", data });
}

function region(rendered: JsonObject): string | null {
  const name = text(rendered, "region");
  if (name === null || /^[a-z]+(-[a-z]+)+\d+$/.test(name)) return name;
  throw mustBe(
    "region",
    "a region such as us-central1 (not a zone), as https://cloud.google.com/vertex-ai/docs/general/locations lists them",
    name,
  );
}

function toWorkerPool(pool: JsonObject): JsonObject {
  const machine = objectAt(pool, "machine_spec");
  const machineType = text(machine, "machine_type");
  if (machineType === null)
    throw invalidConfiguration("machine_type", "is missing: it names the machine, such as n1-standard-4");
  const type = text(machine, "accelerator_type");
  const judged = judgeAccelerators(machineType, { type, count: acceleratorCount(machine) });
  if ("reason" in judged) throw invalidConfiguration(judged.key, judged.reason);
  const { accelerators } = judged;
  const disk = objectAt(pool, "disk_spec");
  const container = objectAt(pool, "container_spec");
  return {
    ...camelized(pool),
    machineSpec: withoutEmpty({
      ...camelized(machine),
      acceleratorType: accelerators.type,
      acceleratorCount: accelerators.count,
    }),
    diskSpec: {
      ...camelized(disk),
      bootDiskType: text(disk, "boot_disk_type") ?? "pd-ssd",
      bootDiskSizeGb: diskSize(disk),
    },
    containerSpec: camelized(container),
    replicaCount: replicaCount(pool),
  };
}

/** The flow runs once, in the first replica of the first pool. */
function replicaCount(pool: JsonObject): number {
  const count = pool["replica_count"] ?? 1;
  if (count === 1) return count;
  throw mustBe(
    "job_spec.worker_pool_specs[0].replica_count",
    "1: a flow runs in one replica, others are further pools",
    count,
  );
}

function acceleratorCount(machine: JsonObject): number | null {
  const count = machine["accelerator_count"] ?? null;
  if (count === null || (typeof count === "number" && Number.isInteger(count) && count >= 0)) return count;
  throw mustBe("accelerator_count", "a whole number of accelerators", count);
}

function diskSize(disk: JsonObject): number {
  const { least, most } = bootDiskGigabytes;
  const size = disk["boot_disk_size_gb"] ?? least;
  if (typeof size === "number" && Number.isInteger(size) && size >= least && size <= most) return size;
  throw mustBe("boot_disk_size_gb", `a whole number of GB from ${least} to ${most}`, size);
}

function toScheduling(spec: JsonObject): { readonly scheduling: JsonObject; readonly timeoutSeconds: number } {
  const value = spec["scheduling"] ?? {};
  if (!isJsonObject(value))
    throw mustBe("scheduling", "an object with strategy, max_wait_duration and their kin", value);
  // Prefect's own example has it in an object of its name.
  const inner = value["scheduling"];
  const given = camelized(isJsonObject(inner) ? inner : value);
  const { strategy = null, disableRetries = true, timeout = null } = given;
  if (strategy !== null && !strategies.includes(strategy)) {
    throw mustBe("scheduling.strategy", `one of ${strategies.slice(0, 3).join(", ")}`, strategy);
  }
  if (disableRetries !== true) {
    const reason = "must be true: a run is started once per attempt; `infrastructureRetries` starts it anew";
    throw invalidConfiguration("scheduling.disable_retries", reason);
  }
  const wait = given["maxWaitDuration"] ?? null;
  if (wait !== null) duration("scheduling.max_wait_duration", wait);
  const timeoutSeconds =
    timeout === null
      ? positive(spec, "maximum_run_time_hours", 1) * secondsPerHour
      : duration("scheduling.timeout", timeout);
  return { scheduling: withoutEmpty({ ...given, disableRetries: true }), timeoutSeconds };
}

function duration(key: string, value: Json): number {
  const seconds = parseDuration(value);
  if (seconds !== null) return seconds;
  throw mustBe(key, 'a time in seconds such as "1800s"', value);
}

function serviceAccount(spec: JsonObject): string | null {
  const account = text(spec, "service_account_name") ?? text(spec, "service_account");
  if (account === null || /^[^@\s]+@[^@\s]+$/.test(account)) return account;
  throw mustBe("service_account_name", "an address such as flows@project.iam.gserviceaccount.com", account);
}

function network(spec: JsonObject): string | null {
  const name = text(spec, "network");
  if (name === null || /^projects\/[^/]+\/global\/networks\/[^/]+$/.test(name)) return name;
  throw mustBe("network", "the full name projects/NUMBER/global/networks/NAME", name);
}

function toTensorboard(spec: JsonObject, options: VertexAiOptions): JsonObject {
  const tensorboard = options.tensorboard ?? text(spec, "tensorboard");
  const prefix = options.baseOutputDirectory ?? text(objectAt(spec, "base_output_directory"), "output_uri_prefix");
  if (prefix !== null && !/^gs:\/\/[^/]+/.test(prefix))
    throw mustBe("base_output_directory", "gs://bucket/folder", prefix);
  if (tensorboard !== null) {
    if (!/^projects\/[^/]+\/locations\/[^/]+\/tensorboards\/[^/]+$/.test(tensorboard)) {
      throw mustBe("tensorboard", "the full name projects/PROJECT/locations/REGION/tensorboards/ID", tensorboard);
    }
    if (prefix === null)
      throw invalidConfiguration("tensorboard", "needs 'baseOutputDirectory' as well, gs://bucket/folder");
  }
  return { tensorboard, ...(prefix === null ? {} : { baseOutputDirectory: { outputUriPrefix: prefix } }) };
}

function text(from: JsonObject, key: string): string | null {
  const value = from[key] ?? null;
  if (value === null || (typeof value === "string" && value.trim() !== "")) return value;
  throw mustBe(key, "a text that is not blank", value);
}

function textList(from: JsonObject, key: string): readonly string[] {
  const value = from[key] ?? [];
  if (!Array.isArray(value)) throw mustBe(key, "a list of texts", value);
  return value.map((item: Json, index) => {
    if (typeof item === "string" && item.trim() !== "") return item;
    throw mustBe(`${key}[${index}]`, "a text that is not blank", item);
  });
}

function positive(from: JsonObject, key: string, fallback: number): number {
  const value = from[key] ?? fallback;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw mustBe(key, "a number that is more than 0", value);
}

function flag(from: JsonObject, key: string): boolean {
  const value = from[key] ?? false;
  if (typeof value !== "boolean") throw mustBe(key, "true or false", value);
  return value;
}
