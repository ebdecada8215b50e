import path from "node:path";
import { requireSetting } from "./required-setting.ts";
import { mustRun } from "./run-command.ts";

/** Builds the runner image on a base that the engine of the tests has, and answers its name. */
export async function buildRunnerImage(name: string): Promise<string> {
  const base = requireSetting("PREFECT_TEST_SHELL_IMAGE");
  await mustRun(["docker", "build", "--build-arg", `BASE_IMAGE=${base}`, "--tag", name, "."], {
    cwd: path.resolve(import.meta.dirname, "../../packages/runner-image"),
    env: { DOCKER_HOST: requireSetting("PREFECT_TEST_DOCKER_HOST"), DOCKER_BUILDKIT: "0" },
  });
  return name;
}
