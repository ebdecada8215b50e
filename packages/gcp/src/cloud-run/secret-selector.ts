import { isJsonObject, textAt, type Json } from "prefect-core/provider";

/** A secret of Secret Manager as Cloud Run names it. */
export interface SecretSelector {
  /** `NAME` in the job's own project, or `projects/PROJECT/secrets/NAME`. */
  readonly secret: string;
  readonly version: string;
}

const name = /^[a-zA-Z0-9_-]{1,255}$/;
const resource = /^(projects\/[^/]+\/secrets\/[a-zA-Z0-9_-]{1,255})(?:\/versions\/([a-z0-9-]+))?$/;

/** A name or resource, as `secret.gcp(...)` takes it; `null` where it is neither. Pure. */
export function parseSecretResource(text: string): SecretSelector | null {
  if (name.test(text)) return { secret: text, version: "latest" };
  const [, secret, version = "latest"] = resource.exec(text) ?? [];
  return secret === undefined ? null : { secret, version };
}

/** A selector as the work pool's template has it; `null` where it is none. Pure. */
export function parseSecretSelector(value: Json | undefined): SecretSelector | null {
  if (!isJsonObject(value)) return null;
  const selector = parseSecretResource(textAt(value, "secret") ?? "");
  const version = value["version"];
  return selector === null || isAbsent(version) ? selector : { ...selector, version: String(version) };
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "";
}
