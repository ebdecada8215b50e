import { objectAt, objectsAt, type JsonObject, type LaunchRequest } from "prefect-core/provider";

/** Variables of a run's environment that nobody who may look at a container group should see. */
const secretVariables: ReadonlySet<string> = new Set(["PREFECT_API_KEY", "PREFECT_API_AUTH_STRING"]);

/**
 * The run's variables, its secrets as secure values, which Azure never shows again, then what only the template has. A
 * name stands once.
 */
export function toEnvironmentVariables(
  { env, secrets = {} }: Pick<LaunchRequest<unknown>, "env" | "secrets">,
  inTemplate: readonly JsonObject[],
): readonly JsonObject[] {
  const entries = new Map<string, JsonObject>();
  for (const [name, value] of Object.entries(env)) {
    entries.set(name, secretVariables.has(name) ? { name, secureValue: value } : { name, value });
  }
  for (const [name, secureValue] of Object.entries(secrets)) entries.set(name, { name, secureValue });
  for (const entry of inTemplate) {
    const name = String(entry["name"]);
    if (!entries.has(name)) entries.set(name, entry);
  }
  return [...entries.values()];
}

const mask = "********";

/** A container group as it may be shown: without secure values and passwords. */
export function maskSecrets(group: JsonObject): JsonObject {
  const properties = objectAt(group, "properties");
  const maskField = (entry: JsonObject, field: string): JsonObject =>
    field in entry ? { ...entry, [field]: mask } : entry;
  const containers = objectsAt(properties, "containers").map((container) => {
    const ofContainer = objectAt(container, "properties");
    const environmentVariables = objectsAt(ofContainer, "environmentVariables").map((entry) =>
      maskField(entry, "secureValue"),
    );
    return { ...container, properties: { ...ofContainer, environmentVariables } };
  });
  const logins = objectsAt(properties, "imageRegistryCredentials").map((login) => maskField(login, "password"));
  return {
    ...group,
    properties: { ...properties, containers, ...(logins.length === 0 ? {} : { imageRegistryCredentials: logins }) },
  };
}
