import { isJsonObject, objectAt, type Json, type JsonObject } from "prefect-core/provider";
import type { CustomJob } from "./custom-job.ts";
import { parseDuration } from "./duration.ts";

const nanosPerSecond = 1e9;
const durations = ["timeout", "maxWaitDuration"];

/** A custom job in the API's JSON as its message takes it: with durations as seconds and nanoseconds. Pure. */
export function toJobMessage(job: JsonObject): JsonObject {
  const jobSpec = objectAt(job, "jobSpec");
  const scheduling = Object.entries(objectAt(jobSpec, "scheduling")).map(
    ([name, value]): [string, Json | undefined] => {
      const seconds = durations.includes(name) ? parseDuration(value ?? null) : null;
      if (seconds === null) return [name, value];
      const whole = Math.floor(seconds);
      return [name, { seconds: String(whole), nanos: Math.round((seconds - whole) * nanosPerSecond) }];
    },
  );
  return { ...job, jobSpec: { ...jobSpec, scheduling: Object.fromEntries(scheduling) } };
}

/**
 * The first field of a message that its encoding dropped, as its path: one that the API has not, or a name that it does
 * not know. `null` where there is none. Pure.
 */
export function findDroppedField(sent: Json, encoded: Json | undefined, path = ""): string | null {
  if (isNothing(sent)) return null;
  if (encoded === undefined || encoded === null) return path;
  if (Array.isArray(sent)) {
    const others: readonly Json[] = Array.isArray(encoded) ? encoded : [];
    return firstOf(sent.map((item: Json, index) => () => findDroppedField(item, others[index], `${path}[${index}]`)));
  }
  if (!isJsonObject(sent)) return null;
  const others = isJsonObject(encoded) ? encoded : {};
  return firstOf(
    Object.entries(sent).map(
      ([name, child]) =>
        () =>
          findDroppedField(child ?? null, others[name], path === "" ? name : `${path}.${name}`),
    ),
  );
}

/** What a message does not keep, as it is what it has anyway. */
function isNothing(value: Json): boolean {
  if (value === null || value === "" || value === 0 || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function firstOf(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const found = check();
    if (found !== null) return found;
  }
  return null;
}

/** A custom job's message, as it was decoded. */
export interface JobMessage {
  readonly name?: string;
  readonly displayName?: string;
  readonly state?: string;
  readonly createTime?: TimeMessage | null;
  readonly startTime?: TimeMessage | null;
  readonly endTime?: TimeMessage | null;
  readonly error?: { readonly code?: number; readonly message?: string } | null;
  readonly labels?: Readonly<Record<string, string>>;
}

interface TimeMessage {
  readonly seconds?: string | number;
  readonly nanos?: number;
}

export function fromJobMessage(message: JobMessage): CustomJob {
  const { error = null } = message;
  return {
    name: message.name ?? "",
    displayName: message.displayName ?? "",
    state: message.state ?? "JOB_STATE_UNSPECIFIED",
    createTime: toTime(message.createTime),
    startTime: toTime(message.startTime),
    endTime: toTime(message.endTime),
    error: error === null ? null : { code: error.code ?? 0, message: error.message ?? "" },
    labels: message.labels ?? {},
  };
}

/** With all its digits, so that the order of times stays that of jobs. */
function toTime(time: TimeMessage | null | undefined): string | null {
  if (time === null || time === undefined) return null;
  const seconds = new Date(Number(time.seconds ?? 0) * 1000).toISOString().slice(0, -".000Z".length);
  return `${seconds}.${String(time.nanos ?? 0).padStart(9, "0")}Z`;
}
