import type { JsonObject } from "../contracts/json.ts";
import type { BlockSecret, SecretReference, SubmitterSecret } from "../contracts/secret.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { SecretNotFoundError } from "../errors/secret-not-found-error.ts";

/**
 * The values of a decorator's secrets, by the variables that they become, save for those that the platform itself looks
 * up. Throws `SecretNotFoundError`.
 */
export async function resolveSecrets(
  client: PrefectClient,
  secrets: Readonly<Record<string, SecretReference>> = {},
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(secrets).flatMap(([variable, secret]) =>
    isOfSubmitter(secret) ? [resolveEntry(client, variable, secret)] : [],
  );
  return Object.fromEntries(await Promise.all(entries));
}

function isOfSubmitter(secret: SecretReference): secret is SubmitterSecret {
  return secret.source === "env" || secret.source === "block";
}

async function resolveEntry(
  client: PrefectClient,
  variable: string,
  secret: SubmitterSecret,
): Promise<readonly [string, string]> {
  return [variable, await resolveSecret(client, variable, secret)];
}

async function resolveSecret(client: PrefectClient, variable: string, secret: SubmitterSecret): Promise<string> {
  if (secret.source === "block") return await readBlockSecret(client, variable, secret);
  const value = process.env[secret.name];
  if (value !== undefined) return value;
  const place = `the environment variable ${secret.name} is not set`;
  throw new SecretNotFoundError({ variable, place, source: "env" });
}

async function readBlockSecret(client: PrefectClient, variable: string, { block }: BlockSecret): Promise<string> {
  const [slug = "", name = "", ...path] = block.split("/");
  const document = await client.readBlockDocumentByName(slug, name);
  const value = document === null ? undefined : findField(document.data, path);
  if (value !== undefined) return typeof value === "string" ? value : JSON.stringify(value);
  const place = document === null ? `there is no block '${slug}/${name}'` : `block '${slug}/${name}' has no such field`;
  throw new SecretNotFoundError({ variable, place: `${place} (${block})`, source: "block" });
}

/** A block of one field, such as Prefect's Secret, keeps it in `value`. */
function findField(data: JsonObject, path: readonly string[]): unknown {
  const keys = path.length === 0 ? ["value"] : path;
  return keys.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as JsonObject)[key] : undefined,
    data,
  );
}
