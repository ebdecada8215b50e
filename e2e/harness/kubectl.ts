import { tmpdir } from "node:os";
import type { TestCluster } from "./kubernetes-cluster.ts";
import { mustRun } from "./run-command.ts";

/** What `kubectl` of this machine prints; it must succeed. */
export async function kubectl(
  { kubeconfig }: Pick<TestCluster, "kubeconfig">,
  ...args: readonly string[]
): Promise<string> {
  return (await mustRun(["kubectl", "--kubeconfig", kubeconfig, ...args], { cwd: tmpdir() })).trim();
}
