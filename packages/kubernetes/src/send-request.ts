import { request as httpRequest } from "node:http";
import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Json } from "prefect-core/provider";
import type { StatusBody } from "./cluster-objects.ts";
import { ClusterUnreachableError } from "./errors/cluster-unreachable-error.ts";
import { KubernetesAccessError } from "./errors/kubernetes-access-error.ts";
import { KubernetesApiError } from "./errors/kubernetes-api-error.ts";
import { NamespaceNotFoundError } from "./errors/namespace-not-found-error.ts";
import type { ClusterConnection } from "./kubernetes-client.ts";

/** One request to the API server. */
export interface ApiCall {
  /** For messages: `refused to <operation>`. */
  readonly operation: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | null>>;
  readonly body?: Json;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
  /** How long the server may be silent before it answers. Default: 30. */
  readonly answerSeconds?: number;
}

const usualAnswerSeconds = 30;

/**
 * The answer, once its head has come. Throws `KubernetesApiError`, `ClusterUnreachableError`, or the signal's reason.
 */
export async function sendRequest(connection: ClusterConnection, call: ApiCall): Promise<IncomingMessage> {
  try {
    return await sendOnce(connection, call);
  } catch (error) {
    if (!KubernetesApiError.isInstance(error) || error.statusCode !== 401) throw error;
    // A token may have been replaced where it is kept.
    await connection.renew();
    return sendOnce(connection, call);
  }
}

/** The answer as JSON. Throws like `sendRequest`. */
export async function readAnswer<T>(connection: ClusterConnection, call: ApiCall): Promise<T> {
  const text = await readText(connection, call, await sendRequest(connection, call));
  return JSON.parse(text) as T;
}

async function sendOnce(connection: ClusterConnection, call: ApiCall): Promise<IncomingMessage> {
  call.signal?.throwIfAborted();
  const response = await exchange(connection, call);
  const { statusCode = 0 } = response;
  if (statusCode >= 200 && statusCode < 300) return response;
  throw toApiError(call, response, parseStatus(await readText(connection, call, response)));
}

async function exchange(connection: ClusterConnection, call: ApiCall): Promise<IncomingMessage> {
  const { method, path, query = {}, body, contentType = "application/json", signal } = call;
  const url = new URL(`${connection.server}${path}`);
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, String(value));
  const { headers, ...options } = await connection.authorize();
  const content = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const send = url.protocol === "http:" ? httpRequest : httpsRequest;
  const sent = {
    ...(headers as Record<string, string>),
    accept: "application/json",
    "user-agent": "prefect-kubernetes",
    ...(content === null ? {} : { "content-type": contentType, "content-length": String(content.byteLength) }),
  };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = send(
    url,
    { ...options, method, headers: sent, ...(signal === undefined ? {} : { signal }) },
    resolve,
  );
  request.on("error", reject);
  const answerSeconds = call.answerSeconds ?? usualAnswerSeconds;
  const silence = setTimeout(
    () => request.destroy(new Error(`there was no answer within ${answerSeconds} s`)),
    answerSeconds * 1000,
  );
  request.end(content);
  try {
    return await promise;
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(connection, cause);
  } finally {
    clearTimeout(silence);
  }
}

async function readText(connection: ClusterConnection, call: ApiCall, response: IncomingMessage): Promise<string> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of response) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString();
  } catch (cause) {
    call.signal?.throwIfAborted();
    throw unreachable(connection, cause);
  }
}

/** The connection broke, or never was. */
export function unreachable({ server }: ClusterConnection, cause: unknown): ClusterUnreachableError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new ClusterUnreachableError({ server, problem: message || code || "the connection failed", cause });
}

function parseStatus(text: string): StatusBody {
  try {
    const body = JSON.parse(text) as StatusBody | null;
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // A proxy before the server answers in words of its own.
  }
  return { message: text.trim().slice(0, 500) };
}

function toApiError({ operation }: ApiCall, response: IncomingMessage, status: StatusBody): KubernetesApiError {
  const { statusCode = 0, headers, statusMessage } = response;
  const { reason = "", message = "", details } = status;
  const fields = { operation, statusCode, reason, detail: message || statusMessage || "no reason was given" };
  if (statusCode === 401 || (statusCode === 403 && isMissingPermission(fields.detail))) {
    return new KubernetesAccessError(fields);
  }
  if (statusCode === 404 && details?.kind === "namespaces" && details.name !== undefined) {
    return new NamespaceNotFoundError({ ...fields, namespace: details.name });
  }
  const retryAfter = Number(headers["retry-after"] ?? details?.retryAfterSeconds ?? Number.NaN);
  return new KubernetesApiError({ ...fields, retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null });
}

/** Quotas and admission are refusals of the thing itself, and answered with 403 too. */
function isMissingPermission(message: string): boolean {
  return /cannot (?:create|get|list|watch|patch|update|delete|deletecollection) (?:resource|path)/.test(message);
}
