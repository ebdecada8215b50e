import {
  isEmpty,
  isJsonObject,
  objectAt,
  objectsAt,
  textAt,
  type Json,
  type JsonObject,
  type RequestPatch,
} from "prefect-core/provider";
import type { GcpAccess } from "../credentials/gcp-access.ts";
import { toGcpAccess } from "../credentials/to-gcp-access.ts";
import type { CloudRunOptions } from "./cloud-run-options.ts";
import { invalidConfiguration, mustBe } from "./invalid-configuration.ts";
import { parseSecretResource, parseSecretSelector, type SecretSelector } from "./secret-selector.ts";

/** A rendered job configuration, as the launcher takes it. */
export interface CloudRunConfiguration {
  readonly access: GcpAccess;
  /** `null`: gcloud's own. */
  readonly region: string | null;
  /** `null`: none is configured. */
  readonly image: string | null;
  /** In place of the image's entry point; empty: the image's own. */
  readonly entrypoint: readonly string[];
  /** Whether the pool has words for the end of a command, which a run's does not take. */
  readonly hasArgs: boolean;
  readonly timeoutSeconds: number;
  /** Whether somebody chose that limit for this run, so that a longer one of the flow does not lift it. */
  readonly isTimeoutChosen: boolean;
  /** By the variable that the flow finds each in. */
  readonly secrets: Readonly<Record<string, SecretSelector>>;
  readonly cloudSqlInstances: readonly string[];
  /** Whether the ended job stays. */
  readonly isKept: boolean;
  /** The job as REST writes it, lacking only what the run adds to it. */
  readonly body: JsonObject;
  readonly patch: RequestPatch | null;
}

const maximumTimeoutSeconds = 604_800;

/** Throws `JobConfigurationError` naming the key, and `InvalidBlockError`. */
export function parseCloudRunConfiguration(rendered: JsonObject, options: CloudRunOptions): CloudRunConfiguration {
  const body = objectAt(rendered, "job_body");
  const task = objectAt(objectAt(body, "template"), "template");
  const [container] = objectsAt(task, "containers");
  if (container === undefined) {
    throw invalidConfiguration("job_body.template.template.containers", "must hold the container of the flow");
  }
  checkSize(objectAt(objectAt(container, "resources"), "limits"));
  checkTask(task);
  return {
    access: toAccess(rendered["credentials"] ?? null),
    region: region(rendered),
    image: textAt(container, "image"),
    // A text is the command of the run itself, which takes the place of the image's arguments.
    entrypoint: Array.isArray(container["command"]) ? words(container["command"], "command") : [],
    hasArgs: !isEmpty(container["args"]),
    timeoutSeconds: timeout(task["timeout"] ?? rendered["timeout"]),
    isTimeoutChosen: options.timeout !== undefined || options.jobVariables?.["timeout"] !== undefined,
    secrets: secrets(rendered, options),
    cloudSqlInstances: cloudSqlInstances(rendered["cloudsql_instances"]),
    isKept: flag(rendered, "keep_job"),
    body,
    patch: options.patch ?? null,
  };
}

function toAccess(credentials: Json): GcpAccess {
  if (isEmpty(credentials)) return toGcpAccess(null);
  if (isJsonObject(credentials)) return toGcpAccess({ block: "gcp-credentials", data: credentials });
  // What was given may hold a key.
  throw invalidConfiguration("credentials", "must be a reference to a gcp-credentials block");
}

function region(rendered: JsonObject): string | null {
  const name = textAt(rendered, "region");
  if (name === null || /^[a-z]+-[a-z]+\d+$/.test(name)) return name;
  throw mustBe("region", "the name of a region, such as us-central1 (`gcloud run regions list`)", name);
}

function checkSize({ cpu = null, memory = null }: JsonObject): void {
  if (!isEmpty(memory) && !(typeof memory === "string" && /^\d+(?:G|Gi|M|Mi)$/.test(memory))) {
    throw mustBe("memory", "a number with G, Gi, M or Mi, such as 512Mi", memory);
  }
  const processors = typeof cpu === "string" ? cpu : String(cpu);
  if (!isEmpty(cpu) && !/^\d+(\.\d+)?m?$/.test(processors)) {
    throw mustBe("cpu", "a number of processors, such as 2 or 2000m", cpu);
  }
}

function checkTask({ maxRetries = null, serviceAccount = null }: JsonObject): void {
  if (maxRetries !== null && !(typeof maxRetries === "number" && Number.isInteger(maxRetries) && maxRetries >= 0)) {
    throw mustBe("max_retries", "a whole number that is not negative", maxRetries);
  }
  if (!isEmpty(serviceAccount) && !(typeof serviceAccount === "string" && serviceAccount.includes("@"))) {
    throw mustBe("service_account_name", "the e-mail address of a service account", serviceAccount);
  }
}

/** A template may write seconds as a number or, as Cloud Run does, as `600s`. */
function timeout(value: Json | undefined): number {
  const seconds = typeof value === "string" ? Number(value.replace(/s$/, "")) : (value ?? 600);
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds > 0 && seconds <= maximumTimeoutSeconds) {
    return seconds;
  }
  throw mustBe("timeout", `a whole number of seconds up to ${maximumTimeoutSeconds} (7 days)`, value ?? null);
}

function words(value: Json | undefined, key: string): readonly string[] {
  if (isEmpty(value)) return [];
  if (typeof value === "string") return value.trim().split(/\s+/);
  if (Array.isArray(value) && value.every((word) => typeof word === "string")) return value as readonly string[];
  throw mustBe(key, "a text or a list of texts", value ?? null);
}

function cloudSqlInstances(value: Json | undefined): readonly string[] {
  const instances = words(value, "cloudsql_instances");
  const wrong = instances.find((instance) => !/^[^:\s]+(:[^:\s]+)?:[^:\s]+:[^:\s]+$/.test(instance));
  if (wrong === undefined) return instances;
  throw mustBe("cloudsql_instances", "a list of PROJECT:REGION:INSTANCE", wrong);
}

/** What the pool names, and what the call names. */
function secrets(rendered: JsonObject, options: CloudRunOptions): Readonly<Record<string, SecretSelector>> {
  const found: Record<string, SecretSelector> = {};
  const take = (variable: string, key: string, value: Json | undefined): void => {
    if (isEmpty(value)) return;
    const selector = parseSecretSelector(value);
    if (selector === null) throw invalidConfiguration(key, "must have the secret's name as `secret`, and a `version`");
    found[variable] = selector;
  };
  take("PREFECT_API_KEY", "prefect_api_key_secret", rendered["prefect_api_key_secret"]);
  take("PREFECT_API_AUTH_STRING", "prefect_api_auth_string_secret", rendered["prefect_api_auth_string_secret"]);
  for (const [variable, value] of Object.entries(objectAt(rendered, "env_from_secrets"))) {
    take(variable, `env_from_secrets.${variable}`, value);
  }
  for (const [variable, { resource }] of Object.entries(options.secrets ?? {})) {
    const selector = parseSecretResource(resource);
    if (selector !== null) found[variable] = selector;
  }
  return found;
}

function flag(rendered: JsonObject, key: string): boolean {
  const value = rendered[key] ?? false;
  if (typeof value !== "boolean") throw mustBe(key, "true or false", value);
  return value;
}
