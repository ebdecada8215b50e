import { apiVersion } from "../control-plane/transports/request-headers.ts";

const shape = /^\d+\.\d+\.\d+$/u;

/** Whether a client of this API version, as its header says it, is understood: same major, and no newer minor. */
export function isCompatible(header: string | readonly string[] | undefined): boolean {
  if (header === undefined) return true;
  if (typeof header !== "string" || !shape.test(header)) return false;
  const [major = 0, minor = 0] = header.split(".").map(Number);
  const [ownMajor = 0, ownMinor = 0] = apiVersion.split(".").map(Number);
  return major === ownMajor && minor <= ownMinor;
}
