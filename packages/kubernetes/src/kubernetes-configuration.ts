import { isJsonObject, objectAt, type Json, type JsonObject, type RequestPatch } from "prefect-core/provider";
import type { ClusterSource } from "./cluster-source.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";
import { flowContainerOf, podSpecOf, toJobManifest } from "./job-manifest.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import { isQuantity } from "./quantity.ts";

/** A key of a Secret in the namespace of the Job. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** A rendered job configuration, as the launcher takes it. */
export interface KubernetesConfiguration {
  readonly cluster: ClusterSource;
  readonly namespace: string;
  /** `null`: none is configured. */
  readonly image: string | null;
  /** A Job that lacks only what its run adds to it. */
  readonly manifest: JsonObject;
  readonly gpus: number;
  /** By the variable that the flow finds each in. */
  readonly secretKeys: Readonly<Record<string, SecretKey>>;
  /** Whether the ended Job stays until the cluster removes it. */
  readonly isKept: boolean;
  readonly patch: RequestPatch | null;
}

const pullPolicies: readonly Json[] = ["Always", "IfNotPresent", "Never"];

/** Throws `JobConfigurationError` naming the key. */
export function parseKubernetesConfiguration(
  rendered: JsonObject,
  options: KubernetesOptions,
): KubernetesConfiguration {
  const manifest = toJobManifest(rendered["job_manifest"]);
  const container = flowContainerOf(manifest);
  checkContainer(container);
  checkCounts(manifest);
  const { ttlSecondsAfterFinished } = objectAt(manifest, "spec");
  return {
    cluster: toCluster(rendered["cluster_config"] ?? null, options.context ?? null),
    namespace: toNamespace(objectAt(manifest, "metadata")["namespace"] ?? rendered["namespace"] ?? null),
    image: toImage(container["image"] ?? null),
    manifest,
    gpus: options.resources?.gpu ?? 0,
    secretKeys: toSecretKeys(options),
    isKept: typeof ttlSecondsAfterFinished === "number",
    patch: options.patch ?? null,
  };
}

function toCluster(config: Json, context: string | null): ClusterSource {
  if (config === null || (isJsonObject(config) && Object.keys(config).length === 0)) return { kind: "own", context };
  if (context !== null) {
    throw invalidConfiguration("cluster_config", "cannot be used together with the option `context`");
  }
  const kubeconfig = isJsonObject(config) ? config["config"] : undefined;
  const name = isJsonObject(config) ? config["context_name"] : undefined;
  if (isJsonObject(kubeconfig) && typeof name === "string") return { kind: "block", kubeconfig, context: name };
  // What was given may hold credentials.
  throw invalidConfiguration(
    "cluster_config",
    "must be a reference to a kubernetes-cluster-config block, with config and context_name",
  );
}

function toNamespace(namespace: Json): string {
  if (namespace === null) return "default";
  if (typeof namespace === "string" && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) return namespace;
  throw mustBe("namespace", "the name of a namespace: lower-case letters, digits and `-`", namespace);
}

function toImage(image: Json): string | null {
  if (image === null || (typeof image === "string" && image.trim() !== "")) return image;
  throw mustBe("image", "a text that is not blank", image);
}

function checkContainer(container: JsonObject): void {
  const { imagePullPolicy = null } = container;
  if (imagePullPolicy !== null && !pullPolicies.includes(imagePullPolicy)) {
    throw mustBe("image_pull_policy", `one of ${pullPolicies.join(", ")}`, imagePullPolicy);
  }
  const resources = objectAt(container, "resources");
  for (const kind of ["limits", "requests"] as const) {
    for (const [resource, quantity] of Object.entries(objectAt(resources, kind))) {
      if ((typeof quantity === "string" || typeof quantity === "number") && isQuantity(String(quantity))) continue;
      const key = `${resource}_${kind === "limits" ? "limit" : "request"}`;
      throw mustBe(key, 'a quantity such as "500m" or "16Gi"', quantity ?? null);
    }
  }
}

function checkCounts(manifest: JsonObject): void {
  const { backoffLimit, ttlSecondsAfterFinished } = objectAt(manifest, "spec");
  checkCount("backoff_limit", backoffLimit);
  checkCount("finished_job_ttl", ttlSecondsAfterFinished);
  checkCount(
    "job_manifest.spec.template.spec.terminationGracePeriodSeconds",
    podSpecOf(manifest)["terminationGracePeriodSeconds"],
  );
}

function checkCount(key: string, value: Json | undefined): void {
  if (value === undefined || value === null) return;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
    throw mustBe(key, "a whole number that is not negative", value);
  }
}

function toSecretKeys({ secrets = {} }: KubernetesOptions): Readonly<Record<string, SecretKey>> {
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([variable, secret]) =>
      secret.source === "kubernetes" ? [[variable, { name: secret.name, key: secret.key }]] : [],
    ),
  );
}

function mustBe(key: string, rule: string, value: Json): Error {
  return invalidConfiguration(key, `must be ${rule}, not ${JSON.stringify(value)}`);
}
