import type { TestCluster } from "./kubernetes-cluster.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool, storeInS3 } from "./work-pool.ts";

export const testWorkPool = "cluster";

/** A user whose cluster is the one of the tests, and who has a work pool there. */
export async function createKubernetesHome(
  cluster: TestCluster,
  env: Readonly<Record<string, string>> = {},
): Promise<UserHome> {
  const settings = { PREFECT_RUNNER_IMAGE: cluster.image, KUBECONFIG: cluster.kubeconfig, ...env };
  const home = await createUserHome({ suite: "kubernetes", env: settings });
  await createWorkPool(home, { name: testWorkPool, type: "kubernetes" });
  // A real cluster reaches the bucket that is given, the emulated one a server of this machine.
  const { PREFECT_TEST_CLUSTER_S3_URL: url, PREFECT_TEST_BUCKET: bucket } = process.env;
  await storeInS3(home, testWorkPool, url && bucket ? { at: { url, bucket } } : {});
  return home;
}
