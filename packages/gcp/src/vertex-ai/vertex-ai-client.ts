import type { ChannelCredentials, ClientUnaryCall, Metadata, ServiceError } from "@grpc/grpc-js";
import { callGoogle, callOptions } from "../google/call-google.ts";
import { channelOptions } from "../google/channel-options.ts";
import type { GoogleSession } from "../google/google-session.ts";
import { loadJobService } from "./load-job-service.ts";

export type JobMethod = "CreateCustomJob" | "GetCustomJob" | "ListCustomJobs" | "CancelCustomJob" | "DeleteCustomJob";

export interface JobCall {
  readonly method: JobMethod;
  /** What it is for, as the end of "to ...", for messages. */
  readonly operation: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal | undefined;
}

/** Vertex AI's job service in one region. Throws `GoogleApiError` and its kin, and `GoogleUnreachableError`. */
export interface VertexAiClient {
  readonly endpoint: string;
  /** One call, which is not repeated. */
  call(call: JobCall): Promise<unknown>;
  /** What the service gets of a request, as it would read it. */
  encoded(method: JobMethod, request: Readonly<Record<string, unknown>>): unknown;
}

/** Loads the client. Nothing is sent yet. */
export async function connectToVertexAi(session: GoogleSession, region: string): Promise<VertexAiClient> {
  const [grpc, { method: methodOf, decodeStatus }] = await Promise.all([import("@grpc/grpc-js"), loadJobService()]);
  const { url, host, port, isPlain } = session.endpoint("aiplatform", `${region}-aiplatform.googleapis.com`);
  const channelCredentials: ChannelCredentials = isPlain
    ? grpc.credentials.createInsecure()
    : grpc.credentials.combineChannelCredentials(
        grpc.credentials.createSsl(),
        grpc.credentials.createFromMetadataGenerator(({ service_url: serviceUrl }, respond) => {
          toMetadata(session, serviceUrl, new grpc.Metadata()).then(
            (metadata) => respond(null, metadata),
            (error: unknown) => respond(error as Error),
          );
        }),
      );
  const client = new grpc.Client(`${host}:${port}`, channelCredentials, channelOptions);

  function send({ method, request, signal }: JobCall): Promise<unknown> {
    const { path, encodeRequest, decodeResponse } = methodOf(method);
    const metadata = new grpc.Metadata();
    metadata.set("x-goog-request-params", routingOf(request));
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + callOptions().timeout;
      const call: ClientUnaryCall = client.makeUnaryRequest(
        path,
        encodeRequest,
        decodeResponse,
        request,
        metadata,
        { deadline },
        (error, answer) => {
          signal?.removeEventListener("abort", cancel);
          if (error === null) resolve(answer);
          else reject(withDetails(error, decodeStatus));
        },
      );
      const cancel = (): void => call.cancel();
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  return {
    endpoint: url,
    call: (call) => callGoogle({ operation: call.operation, endpoint: url }, () => send(call), call.signal),
    encoded(method, request) {
      const { encodeRequest, decodeRequest } = methodOf(method);
      return decodeRequest(encodeRequest(request));
    },
  };
}

async function toMetadata(session: GoogleSession, serviceUrl: string, metadata: Metadata): Promise<Metadata> {
  const headers = await session.auth.getRequestHeaders(serviceUrl);
  for (const [name, value] of headers.entries()) metadata.set(name, value);
  return metadata;
}

/** By this a request finds its region. */
function routingOf(request: Readonly<Record<string, unknown>>): string {
  const key = typeof request["parent"] === "string" ? "parent" : "name";
  return `${key}=${encodeURIComponent(String(request[key]))}`;
}

/** As Google's clients hand on what a refusal says beside its words. */
function withDetails(
  error: ServiceError,
  decode: (bytes: Buffer) => { readonly details?: readonly unknown[] },
): ServiceError {
  const [bytes] = error.metadata?.get("grpc-status-details-bin") ?? [];
  return Buffer.isBuffer(bytes) ? Object.assign(error, { statusDetails: decode(bytes).details ?? [] }) : error;
}
