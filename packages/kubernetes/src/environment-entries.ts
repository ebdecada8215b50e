import { isJsonObject, type Json, type JsonObject, type LaunchRequest } from "prefect-core/provider";
import type { KubernetesConfiguration } from "./kubernetes-configuration.ts";
import { toLiteral } from "./literal-text.ts";
import { secretsFile } from "./run-secret.ts";
import type { RunSecret } from "./run-secret.ts";

/**
 * The container's environment: the run's variables, those that come out of Secrets, then what only the manifest has
 * (with its `valueFrom`). A name stands once.
 */
export function toEnvironmentEntries(
  { env, configuration }: Pick<LaunchRequest<KubernetesConfiguration>, "env" | "configuration">,
  inManifest: Json | undefined,
  secret: RunSecret | null,
  secretName: string,
): readonly JsonObject[] {
  const fromSecret = new Set(secret?.variables);
  const entries = new Map<string, JsonObject>();
  for (const [name, value] of Object.entries(env)) {
    entries.set(
      name,
      fromSecret.has(name) ? fromKey(name, { name: secretName, key: name }) : { name, value: toLiteral(value) },
    );
  }
  if (secret?.hasFile === true) {
    const value = `${secretsFile.directory}/${secretsFile.name}`;
    entries.set(secretsFile.variable, { name: secretsFile.variable, value });
  }
  for (const [name, key] of Object.entries(configuration.secretKeys)) entries.set(name, fromKey(name, key));
  for (const entry of toManifestEntries(inManifest)) {
    const name = String(entry["name"]);
    if (!entries.has(name)) entries.set(name, entry);
  }
  return [...entries.values()];
}

function fromKey(name: string, { name: secret, key }: { readonly name: string; readonly key: string }): JsonObject {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** A template may write variables as an object, or as Kubernetes' own list. */
function toManifestEntries(env: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(env)) return env.filter(isJsonObject).filter(({ name }) => typeof name === "string");
  if (!isJsonObject(env)) return [];
  return Object.entries(env).flatMap(([name, value]) =>
    value === null || value === undefined
      ? []
      : [{ name, value: typeof value === "string" ? value : JSON.stringify(value) }],
  );
}
