import type { ContainerPlatform } from "../contracts/container-platform.ts";

/** What machine code this process can load. */
export function thisPlatform(): ContainerPlatform {
  return {
    os: process.platform,
    architecture: process.arch,
    libc: process.platform === "linux" ? thisLibc() : null,
    nodeMajor: Number(process.versions.node.split(".")[0]),
  };
}

/** What Node.js reports of itself, which the types know only in part. */
interface NodeReport {
  excludeNetwork: boolean;
  getReport(): { readonly header?: { readonly glibcVersionRuntime?: string } };
}

/** A report of a Node.js that was linked with glibc has its version. */
function thisLibc(): "glibc" | "musl" {
  const report = process.report as unknown as NodeReport;
  const { excludeNetwork } = report;
  // Looking up the names of open connections takes seconds.
  report.excludeNetwork = true;
  const { header } = report.getReport();
  report.excludeNetwork = excludeNetwork;
  return header?.glibcVersionRuntime === undefined ? "musl" : "glibc";
}
