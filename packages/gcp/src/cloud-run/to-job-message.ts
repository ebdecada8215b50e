import { isJsonObject, objectAt, type Json, type JsonObject } from "prefect-core/provider";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** What turns an object into a message and back, of the SDK's class for jobs. */
export interface MessageType {
  fromObject(value: Record<string, unknown>): unknown;
  toObject(message: never, options: object): Record<string, unknown>;
}

/**
 * A job as REST writes it, as gRPC takes it. Throws `JobConfigurationError` for a field that Cloud Run's jobs do not have,
 * which gRPC would leave out without a word. Pure.
 */
export function toJobMessage(body: JsonObject, type: MessageType): Record<string, unknown> {
  const template = objectAt(body, "template");
  const task = objectAt(template, "template");
  const message = { ...body, template: { ...template, template: { ...task, ...toDuration(task["timeout"]) } } };
  let made: Record<string, unknown>;
  try {
    made = type.toObject(type.fromObject(message) as never, { enums: String, longs: Number });
  } catch (error) {
    throw invalidConfiguration("job_body", `is no job of Cloud Run: ${(error as Error).message}`);
  }
  checkFields(message, made, "job_body");
  return message;
}

function toDuration(timeout: Json | undefined): { readonly timeout?: { readonly seconds: number } } {
  if (typeof timeout !== "string") return {};
  return { timeout: { seconds: Number.parseInt(timeout, 10) } };
}

function checkFields(given: Json, made: unknown, path: string): void {
  if (Array.isArray(given)) {
    const items = Array.isArray(made) ? (made as readonly unknown[]) : [];
    given.forEach((item: Json, index) => checkFields(item, items[index], `${path}[${index}]`));
  }
  if (!isJsonObject(given)) return;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue;
    const kept = (made as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (kept === undefined) throw invalidConfiguration(`${path}.${key}`, "is no field of a job of Cloud Run");
    checkFields(value, kept, `${path}.${key}`);
  }
}
