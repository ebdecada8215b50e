import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a request's `Authorization` header carries the server's `user:password`. Without one, every request does. */
export function isAuthorized(header: string | undefined, authString: string | null): boolean {
  if (authString === null) return true;
  const [scheme = "", credentials = ""] = (header ?? "").split(" ");
  if (scheme.toLowerCase() !== "basic") return false;
  return timingSafeEqual(digest(Buffer.from(credentials, "base64")), digest(Buffer.from(authString)));
}

/** Of one length, so that the time of a comparison tells nothing. */
function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
