import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CommandOutcome, mustRun, runCommand, type RunningCommand, startCommand } from "../harness/run-command.ts";
import { requireSetting } from "../harness/required-setting.ts";

const cli = path.resolve(import.meta.dirname, "../../packages/core/dist/cli.js");

/** The user whose runs a soak is. */
export interface SoakHome {
  readonly home: string;
  start(script: string, argument: unknown, env?: Readonly<Record<string, string>>): RunningCommand;
  prefect(...args: readonly string[]): Promise<string>;
  /** Never fails: what it is told to do may have been done by itself. */
  docker(...args: readonly string[]): Promise<CommandOutcome>;
  remove(): Promise<void>;
}

export async function createSoakHome(timeoutSeconds: number): Promise<SoakHome> {
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-soak-"));
  const engine = requireSetting("PREFECT_TEST_DOCKER_HOST");
  const home = path.join(directory, "home");
  const env = { PREFECT_HOME: home, PREFECT_RUNNER_IMAGE: requireSetting("PREFECT_TEST_IMAGE"), DOCKER_HOST: engine };
  const options = { cwd: import.meta.dirname, env, timeoutSeconds };
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"];
  return {
    home,
    start: (script, argument, given = {}) =>
      startCommand([...node, `flows/${script}.ts`, JSON.stringify(argument)], {
        ...options,
        env: { ...env, ...given },
      }),
    prefect: (...args) => mustRun([...node, cli, ...args], options),
    docker: (...args) => runCommand(["docker", ...args], { ...options, env: { DOCKER_HOST: engine } }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
