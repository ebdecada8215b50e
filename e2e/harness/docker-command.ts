import { mustRun } from "./run-command.ts";
import { requireSetting } from "./required-setting.ts";

/** Runs a command of Docker's own command line against the engine of the tests. */
export function runDocker(...args: readonly string[]): Promise<string> {
  return mustRun(["docker", ...args], {
    cwd: import.meta.dirname,
    env: { DOCKER_HOST: requireSetting("PREFECT_TEST_DOCKER_HOST"), DOCKER_BUILDKIT: "0" },
    timeoutSeconds: 120,
  });
}

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every container, ended ones too, that bears the label (`name` or `name=value`). */
export async function listContainers(label: string): Promise<ContainerSummary[]> {
  const ids = (await runDocker("ps", "--all", "--quiet", "--no-trunc", "--filter", `label=${label}`)).trim();
  if (ids === "") return [];
  // One that ends meanwhile is not there any more; the others are printed all the same.
  const lines = await Promise.all(
    ids.split("\n").map((id) => runDocker("inspect", "--format", "{{json .}}", id).catch(() => "")),
  );
  return lines.filter(Boolean).map((line) => {
    const { Id, Name, Config } = JSON.parse(line) as {
      Id: string;
      Name: string;
      Config: { Labels: Record<string, string> };
    };
    return { id: Id, name: Name.slice(1), labels: Config.Labels };
  });
}
