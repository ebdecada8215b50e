import { isJsonObject, type Json, type JsonObject } from "prefect-core/provider";

/** An entry of Cloud Logging. */
export interface LogEntry {
  /** Tells entries of one time and log apart. */
  readonly insertId: string;
  /** RFC 3339 in UTC. */
  readonly timestamp: string;
  /** `DEFAULT`, `INFO`, `ERROR`, ... */
  readonly severity: string;
  /** `projects/p/logs/run.googleapis.com%2Fstdout` */
  readonly logName: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly resourceLabels: Readonly<Record<string, string>>;
}

/** An entry as `entries:list` answers it. A line that was printed as JSON is kept by Cloud Logging as an object. Pure. */
export function toLogEntry(entry: JsonObject): LogEntry {
  const resource = isJsonObject(entry["resource"] ?? null) ? (entry["resource"] as JsonObject) : {};
  return {
    insertId: String(entry["insertId"] ?? ""),
    timestamp: String(entry["timestamp"] ?? ""),
    severity: String(entry["severity"] ?? "DEFAULT"),
    logName: String(entry["logName"] ?? ""),
    text: toText(entry),
    labels: texts(entry["labels"]),
    resourceLabels: texts(resource["labels"]),
  };
}

/** What Vertex AI adds to a line that was printed as text. */
const additions: ReadonlySet<string> = new Set(["message", "attrs", "levelname"]);

function toText({ textPayload, jsonPayload, protoPayload }: JsonObject): string {
  if (typeof textPayload === "string") return textPayload.replace(/\r?\n$/, "");
  const payload = jsonPayload ?? protoPayload ?? {};
  if (!isJsonObject(payload)) return JSON.stringify(payload);
  const { message } = payload;
  const isPlain = Object.keys(payload).every((name) => additions.has(name));
  return isPlain && typeof message === "string" ? message : JSON.stringify(payload);
}

function texts(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isJsonObject(value ?? null)) return {};
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, text]) => [name, String(text)]));
}
