import { createAnonymousAuth } from "./google-auth-client.ts";
import type { GoogleService } from "./google-endpoint.ts";
import type { GoogleSession } from "./google-session.ts";
import { toGoogleError } from "./to-google-error.ts";

/** A request to a service over HTTP, which is not repeated. */
export interface GoogleRestRequest {
  readonly service: GoogleService;
  /** What it is for, as the end of "to ...", for messages. */
  readonly operation: string;
  /** From the host on: `/v2/entries:list`. */
  readonly path: string;
  readonly body: object;
  readonly signal?: AbortSignal | undefined;
}

const timeoutMilliseconds = 60_000;

/** POSTs, for services of which one method is used: their SDKs would take half a second to load. Throws as gRPC does. */
export async function postToGoogle(
  session: GoogleSession,
  { service, operation, path, body, signal }: GoogleRestRequest,
): Promise<unknown> {
  const { url: endpoint, isPlain } = session.endpoint(service);
  try {
    const client = await (isPlain ? await createAnonymousAuth() : session.auth).getClient();
    const { data } = await client.request<unknown>({
      url: `${endpoint}${path}`,
      method: "POST",
      data: body,
      timeout: timeoutMilliseconds,
      retry: false,
      ...(signal === undefined ? {} : { signal }),
    });
    return data;
  } catch (error) {
    signal?.throwIfAborted();
    throw toGoogleError(error, { operation, endpoint });
  }
}
