import type { TestProject } from "./cloud-run-project.ts";
import { gcsServer } from "./gcs-server.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool } from "./work-pool.ts";

/** A user whose project is the one of the tests, and who has a work pool `jobs` there with a bucket. */
export async function createCloudRunHome(
  project: TestProject,
  suite = "cloud-run",
  env: Readonly<Record<string, string>> = {},
): Promise<UserHome> {
  const home = await createUserHome({ suite, env: { PREFECT_RUNNER_IMAGE: project.image, ...project.env, ...env } });
  await createWorkPool(home, { name: "jobs", type: "cloud-run-v2" });
  const { url, createBucket } = gcsServer();
  const place = ["--bucket", await createBucket(), "--endpoint", url];
  await home.prefect("work-pool", "storage", "configure", "gcs", "jobs", ...place);
  return home;
}
