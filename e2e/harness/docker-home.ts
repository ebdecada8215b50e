import { listContainers } from "./docker-command.ts";
import { requireSetting } from "./required-setting.ts";
import { createUserHome, type UserHome } from "./user-home.ts";

/** A user whose engine is the one of the tests, and whose directory every user may write to. */
export interface DockerHome extends UserHome {
  /** The containers, ended ones too, of the runs that this user started. */
  containers(): Promise<string[]>;
}

/** `env` is for every command and script. Flows run in the smallest image unless they name one. */
export async function createDockerHome(env: Readonly<Record<string, string>> = {}): Promise<DockerHome> {
  const settings = {
    PREFECT_RUNNER_IMAGE: requireSetting("PREFECT_TEST_IMAGE"),
    DOCKER_HOST: requireSetting("PREFECT_TEST_DOCKER_HOST"),
    ...env,
  };
  const home = await createUserHome({ suite: "docker", env: settings });
  return {
    ...home,
    async containers() {
      const listed = JSON.parse(await home.prefect("flow-run", "ls", "--limit", "200", "--output", "json")) as {
        id: string;
      }[];
      const runs = new Set(listed.map(({ id }) => id));
      return (await listContainers("io.prefect.flow-run-id"))
        .filter(({ labels }) => runs.has(labels["io.prefect.flow-run-id"] ?? ""))
        .map(({ name }) => name);
    },
  };
}
