import { UnsupportedNodeError } from "../errors/unsupported-node-error.ts";

/** As `engines` in `package.json` says to package managers, most of which only warn. */
const minimumVersion = "22.19";

/** Throws `UnsupportedNodeError` on a Node.js where the package would fail later, and in stranger words. */
export function requireNode(nodeVersion: string = process.versions.node): void {
  const [major = 0, minor = 0] = nodeVersion.split(".").map(Number);
  const [minimumMajor = 0, minimumMinor = 0] = minimumVersion.split(".").map(Number);
  if (major > minimumMajor || (major === minimumMajor && minor >= minimumMinor)) return;
  throw new UnsupportedNodeError({ minimumVersion, nodeVersion });
}
