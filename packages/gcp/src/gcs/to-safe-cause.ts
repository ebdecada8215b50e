import { gcsMessage, gcsStatus } from "./map-gcs-failure.ts";

/**
 * What the SDK threw, for those who read errors and logs: without the request, whose headers hold an access token, and
 * the response, which refers to the request. Its status stays, by which a runner tells what may pass. Pure.
 */
export function toSafeCause(error: unknown): Error {
  const { name, code, stack } = (error ?? {}) as { name?: unknown; code?: unknown; stack?: unknown };
  const status = gcsStatus(error);
  return Object.assign(new Error(gcsMessage(error)), {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof stack === "string" ? { stack } : {}),
    ...(typeof code === "string" ? { code } : {}),
    ...(status === null ? {} : { status }),
  });
}
