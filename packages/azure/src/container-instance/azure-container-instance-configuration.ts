import { isJsonObject, type Json, type JsonObject, type RequestPatch } from "prefect-core/provider";
import { type ArmTemplate, parseArmTemplate } from "./arm-template.ts";
import type { AzureContainerInstanceOptions } from "./azure-container-instance-options.ts";
import { invalidConfiguration, mustBe } from "./invalid-configuration.ts";
import { type ResourceManagerAccess, toResourceManagerAccess } from "./resource-manager-access.ts";

/** How the container group logs in to the registry of its image. */
export type ImageRegistry =
  | { readonly server: string; readonly username: string; readonly password: string }
  | { readonly server: string; readonly identity: string };

/** A rendered job configuration, as the launcher takes it. */
export interface AzureContainerInstanceConfiguration {
  readonly access: ResourceManagerAccess;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `null`: none is configured. */
  readonly image: string | null;
  readonly registry: ImageRegistry | null;
  readonly identities: readonly string[];
  /** Put before the command; `null`: nothing is. */
  readonly entrypoint: string | null;
  readonly gpu: { readonly count: number; readonly sku: string } | null;
  readonly subnetIds: readonly string[];
  readonly dnsServers: readonly string[];
  readonly pollIntervalSeconds: number;
  /** Whether the ended group is stopped and stays. */
  readonly isKept: boolean;
  readonly template: ArmTemplate;
  readonly patch: RequestPatch | null;
}

/** Throws `JobConfigurationError` naming the key. */
export function parseAzureContainerInstanceConfiguration(
  rendered: JsonObject,
  options: AzureContainerInstanceOptions,
): AzureContainerInstanceConfiguration {
  checkResources(rendered);
  const subnetIds = resourceIds(rendered, "subnet_ids", "/subnets/");
  const dnsServers = textList(rendered, "dns_servers");
  if (dnsServers.length > 0 && subnetIds.length === 0) {
    throw invalidConfiguration("dns_servers", "needs 'subnet_ids' as well: only a group in a subnet has its own");
  }
  return {
    access: toResourceManagerAccess(rendered["aci_credentials"] ?? null),
    subscriptionId: subscription(rendered),
    resourceGroup: resourceGroup(rendered),
    image: text(rendered, "image"),
    registry: registry(rendered["image_registry"] ?? null),
    identities: resourceIds(rendered, "identities", "/userAssignedIdentities/"),
    entrypoint: rendered["entrypoint"] === "" ? null : text(rendered, "entrypoint"),
    gpu: gpu(rendered),
    subnetIds,
    dnsServers,
    pollIntervalSeconds: positive(rendered, "task_watch_poll_interval", 5),
    isKept: flag(rendered, "keep_container_group"),
    template: parseArmTemplate(rendered["arm_template"]),
    patch: options.patch ?? null,
  };
}

/** The least that Azure gives; the most depends on region and subscription, and is for Azure to say. */
function checkResources(rendered: JsonObject): void {
  positive(rendered, "cpu", 1);
  positive(rendered, "task_start_timeout_seconds", 1);
  const memory = positive(rendered, "memory", 1);
  if (Math.abs(memory * 10 - Math.round(memory * 10)) > 1e-6) {
    throw mustBe("memory", "a multiple of 0.1, in GB", memory);
  }
  flag(rendered, "stream_output");
}

function subscription(rendered: JsonObject): string {
  const id = text(rendered, "subscription_id");
  const example = "the id of a subscription, such as 00000000-0000-0000-0000-000000000000 (`az account show`)";
  if (id === null) throw invalidConfiguration("subscription_id", `is missing: it is ${example}`);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return id;
  // The template says that it is a secret.
  throw invalidConfiguration("subscription_id", `must be ${example}`);
}

function resourceGroup(rendered: JsonObject): string {
  const name = text(rendered, "resource_group_name");
  if (name === null) throw invalidConfiguration("resource_group_name", "is missing: it names where groups are made");
  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
  if (/^[\p{L}\p{N}_().-]{1,90}$/u.test(name) && !name.endsWith(".")) return name;
  throw mustBe(
    "resource_group_name",
    "up to 90 letters, digits, `_`, `-`, `.`, `(` or `)`, no period at its end",
    name,
  );
}

function registry(value: Json): ImageRegistry | null {
  if (value === null) return null;
  const { registry_url, identity, username, password } = isJsonObject(value) ? value : {};
  if (typeof registry_url === "string" && registry_url.trim() !== "") {
    // Azure takes the bare name of the server.
    const server = registry_url
      .trim()
      .replace(/^https?:\/\//, "")
      .replace(/\/+$/, "");
    if (typeof identity === "string" && identity !== "") return { server, identity };
    if (typeof username === "string" && typeof password === "string") return { server, username, password };
  }
  // What was given may hold the password.
  throw invalidConfiguration(
    "image_registry",
    "must be a reference to a docker-registry-credentials block, or have registry_url and identity",
  );
}

function gpu(rendered: JsonObject): AzureContainerInstanceConfiguration["gpu"] {
  const count = rendered["gpu_count"] ?? null;
  const sku = text(rendered, "gpu_sku");
  if (count !== null && (typeof count !== "number" || !Number.isInteger(count) || count < 0)) {
    throw mustBe("gpu_count", "a whole number of GPUs", count);
  }
  if (count === null || count === 0) {
    if (sku !== null) throw invalidConfiguration("gpu_sku", "needs 'gpu_count' as well");
    return null;
  }
  if (sku === null) throw invalidConfiguration("gpu_count", "needs 'gpu_sku' as well, such as V100");
  return { count, sku };
}

function resourceIds(rendered: JsonObject, key: string, part: string): readonly string[] {
  const ids = textList(rendered, key);
  for (const [index, id] of ids.entries()) {
    if (id.startsWith("/subscriptions/") && id.toLowerCase().includes(part.toLowerCase())) continue;
    throw mustBe(`${key}[${index}]`, `a resource id, /subscriptions/...${part}NAME`, id);
  }
  return ids;
}

function text(rendered: JsonObject, key: string): string | null {
  const value = rendered[key] ?? null;
  if (value === null || (typeof value === "string" && value.trim() !== "")) return value;
  throw mustBe(key, "a text that is not blank", value);
}

function textList(rendered: JsonObject, key: string): readonly string[] {
  const value = rendered[key] ?? [];
  // Prefect's own templates leave lists that nobody gave as an empty object.
  if (isJsonObject(value as Json) && Object.keys(value as JsonObject).length === 0) return [];
  if (!Array.isArray(value)) throw mustBe(key, "a list of texts", value);
  return value.map((item: Json, index) => {
    if (typeof item === "string" && item.trim() !== "") return item;
    throw mustBe(`${key}[${index}]`, "a text that is not blank", item);
  });
}

function positive(rendered: JsonObject, key: string, fallback: number): number {
  const value = rendered[key] ?? fallback;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw mustBe(key, "a number that is more than 0", value);
}

function flag(rendered: JsonObject, key: string): boolean {
  const value = rendered[key] ?? false;
  if (typeof value !== "boolean") throw mustBe(key, "true or false", value);
  return value;
}
