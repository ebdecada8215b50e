import { gcsServer } from "./gcs-server.ts";
import type { TestProject } from "./google-project.ts";
import { createUserHome, type UserHome, type UserHomeOptions } from "./user-home.ts";
import { createWorkPool, type TestWorkPool } from "./work-pool.ts";

/** A user whose project is the one of the tests, and who has a work pool there with a bucket. */
export async function createGoogleHome(
  project: Pick<TestProject<unknown>, "image" | "env">,
  workPool: TestWorkPool,
  { suite, env = {} }: UserHomeOptions,
): Promise<UserHome> {
  const home = await createUserHome({ suite, env: { PREFECT_RUNNER_IMAGE: project.image, ...project.env, ...env } });
  await createWorkPool(home, workPool);
  const { url, createBucket } = gcsServer();
  const place = ["--bucket", await createBucket(), "--endpoint", url];
  await home.prefect("work-pool", "storage", "configure", "gcs", workPool.name, ...place);
  return home;
}
