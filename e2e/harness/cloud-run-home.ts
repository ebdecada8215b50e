import type { CloudRunProject } from "./cloud-run-project.ts";
import { createGoogleHome } from "./google-home.ts";
import type { UserHome } from "./user-home.ts";

/** A user of Cloud Run in the project, with a work pool `jobs`. */
export function createCloudRunHome(
  project: CloudRunProject,
  suite = "cloud-run",
  env: Readonly<Record<string, string>> = {},
): Promise<UserHome> {
  return createGoogleHome(project, { name: "jobs", type: "cloud-run-v2" }, { suite, env });
}
