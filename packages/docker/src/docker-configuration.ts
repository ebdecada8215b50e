import { posix } from "node:path";
import type { Json, JsonObject, RequestPatch } from "prefect-core/provider";
import type { ContainerOptions } from "./container-options.ts";
import { parseContainerOptions } from "./container-options.ts";
import { deliveryRoot } from "./delivery-root.ts";
import type { DockerOptions, ImagePullPolicy, RegistryCredentials } from "./docker-options.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import { parseMemorySize } from "./memory-size.ts";
import { parseVolumeSpecification } from "./volume-specification.ts";
import type { VolumeSpecification } from "./volume-specification.ts";

/** A rendered job configuration, as the launcher takes it. */
export interface DockerConfiguration {
  readonly image: string | null;
  readonly imagePullPolicy: ImagePullPolicy | null;
  readonly registryCredentials: RegistryCredentials | null;
  readonly networks: readonly string[];
  readonly networkMode: string | null;
  readonly volumes: readonly VolumeSpecification[];
  readonly memoryBytes: number | null;
  /** Memory and swap together; -1 is unlimited. */
  readonly memoryAndSwapBytes: number | null;
  readonly privileged: boolean;
  /** Whether the ended container stays. */
  readonly isKept: boolean;
  readonly containerOptions: ContainerOptions;
  readonly patch: RequestPatch | null;
}

const pullPolicies: readonly string[] = ["Always", "IfNotPresent", "IfPossible", "Never"];

/** Throws `JobConfigurationError` naming the key. */
export function parseDockerConfiguration(rendered: JsonObject, options: DockerOptions): DockerConfiguration {
  const networks = textList(rendered, "networks");
  const networkMode = text(rendered, "network_mode");
  if (networks.length > 0 && networkMode !== null) {
    throw invalidConfiguration("network_mode", "cannot be used together with 'networks'");
  }
  const memoryBytes = memory(rendered, "mem_limit");
  const memoryAndSwapBytes = memory(rendered, "memswap_limit");
  if (memoryAndSwapBytes !== null && memoryBytes === null) {
    throw invalidConfiguration("memswap_limit", "needs 'mem_limit' as well");
  }
  flag(rendered, "auto_remove", false);
  flag(rendered, "stream_output", true);
  return {
    image: text(rendered, "image"),
    imagePullPolicy: pullPolicy(rendered),
    registryCredentials: credentials(rendered),
    networks,
    networkMode,
    volumes: volumes(rendered),
    memoryBytes,
    memoryAndSwapBytes,
    privileged: flag(rendered, "privileged", false),
    // The template's default is `false` too, so that only what a call says for itself can mean it.
    isKept: options.autoRemove === false || options.jobVariables?.["auto_remove"] === false,
    containerOptions: parseContainerOptions(object(rendered, "container_create_kwargs")),
    patch: options.patch ?? null,
  };
}

function text(rendered: JsonObject, key: string): string | null {
  const value = rendered[key] ?? null;
  if (value === null || (typeof value === "string" && value.trim() !== "")) return value;
  throw mustBe(key, "a text that is not blank", value);
}

function textList(rendered: JsonObject, key: string): readonly string[] {
  const value = rendered[key] ?? [];
  if (isEmptyObject(value)) return [];
  if (!Array.isArray(value)) throw mustBe(key, "a list of texts", value);
  return value.map((item: Json, index) => {
    if (typeof item !== "string" || item.trim() === "")
      throw mustBe(`${key}[${index}]`, "a text that is not blank", item);
    return item;
  });
}

function object(rendered: JsonObject, key: string): JsonObject {
  const value = rendered[key] ?? {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw mustBe(key, "an object", value);
  return value as JsonObject;
}

function flag(rendered: JsonObject, key: string, fallback: boolean): boolean {
  const value = rendered[key] ?? fallback;
  if (typeof value !== "boolean") throw mustBe(key, "true or false", value);
  return value;
}

function memory(rendered: JsonObject, key: "mem_limit" | "memswap_limit"): number | null {
  const value = rendered[key] ?? null;
  if (value === null) return null;
  if (key === "memswap_limit" && Number(value) === -1) return -1;
  const bytes = typeof value === "string" || typeof value === "number" ? parseMemorySize(String(value)) : null;
  if (bytes === null || bytes === 0) throw mustBe(key, 'a size such as "512m" or "2g"', value);
  return bytes;
}

function pullPolicy(rendered: JsonObject): ImagePullPolicy | null {
  const policy = text(rendered, "image_pull_policy");
  if (policy === null || pullPolicies.includes(policy)) return policy as ImagePullPolicy | null;
  throw mustBe("image_pull_policy", `one of ${pullPolicies.join(", ")}`, policy);
}

function credentials(rendered: JsonObject): RegistryCredentials | null {
  const value = rendered["registry_credentials"] ?? null;
  if (value === null) return null;
  const { username, password, registry_url } = value as JsonObject;
  if (typeof username === "string" && typeof password === "string" && typeof registry_url === "string") {
    return { username, password, registry_url };
  }
  // What was given may hold the password.
  throw invalidConfiguration(
    "registry_credentials",
    "must be a reference to a docker-registry-credentials block, with username, password and registry_url",
  );
}

function volumes(rendered: JsonObject): readonly VolumeSpecification[] {
  const value = rendered["volumes"] ?? [];
  if (isEmptyObject(value)) return [];
  if (!Array.isArray(value)) throw mustBe("volumes", "a list of volume specifications", value);
  return value.map((specification: Json, index) => {
    try {
      const volume = parseVolumeSpecification(specification);
      if (posix.normalize(`${volume.target}/`) !== `${deliveryRoot}/`) return volume;
      throw new Error(`${deliveryRoot} is where the runner and the flow are delivered`);
    } catch (error) {
      throw invalidConfiguration(`volumes[${index}]`, `is refused: ${(error as Error).message}`);
    }
  });
}

/** Prefect's own templates leave lists that nobody gave as an empty object. */
function isEmptyObject(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function mustBe(key: string, rule: string, value: Json): Error {
  return invalidConfiguration(key, `must be ${rule}, not ${JSON.stringify(value)}`);
}
