import type { TestCluster } from "./kubernetes-cluster.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool, type S3Place, storeInS3, type StoreInS3Options } from "./work-pool.ts";

export const testWorkPool = "cluster";

export interface KubernetesHomeOptions {
  /** The folder of `e2e/` whose `flows` the user runs. Default: `kubernetes`. */
  readonly suite?: string;
  /** Default: what the cluster reaches. */
  readonly s3?: S3Place;
  /** Default: a block. */
  readonly credentials?: NonNullable<StoreInS3Options["credentials"]>;
}

/** A user whose cluster is the one of the tests, and who has a work pool there. */
export async function createKubernetesHome(
  cluster: TestCluster,
  env: Readonly<Record<string, string>> = {},
  { suite = "kubernetes", s3, credentials = "block" }: KubernetesHomeOptions = {},
): Promise<UserHome> {
  const settings = { PREFECT_RUNNER_IMAGE: cluster.image, KUBECONFIG: cluster.kubeconfig, ...env };
  const home = await createUserHome({ suite, env: settings });
  await createWorkPool(home, { name: testWorkPool, type: "kubernetes" });
  // A real cluster reaches the bucket that is given, the emulated one a server of this machine.
  const { PREFECT_TEST_CLUSTER_S3_URL: url, PREFECT_TEST_BUCKET: bucket } = process.env;
  const at = s3 ?? (url && bucket ? { url, bucket } : undefined);
  await storeInS3(home, testWorkPool, { credentials, ...(at === undefined ? {} : { at }) });
  return home;
}
