import { vertexAiJobTemplate } from "../../packages/gcp/src/vertex-ai/vertex-ai-job-template.ts";
import { createGoogleHome } from "./google-home.ts";
import type { UserHome } from "./user-home.ts";
import type { VertexAiProject } from "./vertex-ai-project.ts";
import { withDefaults } from "./work-pool.ts";

/** A user of Vertex AI in the project, with a work pool `jobs` whose jobs are looked at often. */
export function createVertexAiHome(
  project: VertexAiProject,
  suite = "vertex-ai",
  env: Readonly<Record<string, string>> = {},
): Promise<UserHome> {
  const template = withDefaults(vertexAiJobTemplate, { region: "us-central1", job_watch_poll_interval: 0.5 });
  return createGoogleHome(project, { name: "jobs", type: "vertex-ai", template }, { suite, env });
}
