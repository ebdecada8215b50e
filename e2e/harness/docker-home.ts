import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { listContainers } from "./docker-command.ts";
import { type CommandOptions, type CommandOutcome, mustRun, type RunningCommand, startCommand } from "./run-command.ts";
import { requireSetting } from "./required-setting.ts";

const suiteDirectory = path.resolve(import.meta.dirname, "../docker");
const cli = path.resolve(import.meta.dirname, "../../packages/core/dist/cli.js");

/** A user whose `PREFECT_HOME` is empty and whose engine is the one of the tests. */
export interface DockerHome {
  /** A temporary directory that every user may write to; gone with `remove`. */
  readonly directory: string;
  /** Starts a script of `e2e/docker/flows`. */
  start(script: string, args?: readonly string[], options?: Partial<CommandOptions>): RunningCommand;
  /** Runs one to its end. */
  run(script: string, args?: readonly string[], options?: Partial<CommandOptions>): Promise<CommandOutcome>;
  /** The JSON on the last line that a script printed. */
  report<T>(script: string, args?: readonly string[], options?: Partial<CommandOptions>): Promise<T>;
  /** Runs the `prefect` command, which must succeed. */
  prefect(...args: readonly string[]): Promise<string>;
  /** The containers, ended ones too, of the runs that this user started. */
  containers(): Promise<string[]>;
  remove(): Promise<void>;
}

/** `env` is for every command and script. Flows run in the smallest image unless they name one. */
export async function createDockerHome(env: Readonly<Record<string, string>> = {}): Promise<DockerHome> {
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-docker-"));
  const settings = {
    PREFECT_HOME: path.join(directory, "home"),
    PREFECT_RUNNER_IMAGE: requireSetting("PREFECT_TEST_IMAGE"),
    DOCKER_HOST: requireSetting("PREFECT_TEST_DOCKER_HOST"),
    ...env,
  };
  const options = { cwd: suiteDirectory, env: settings };

  const start: DockerHome["start"] = (script, args = [], given = {}) =>
    startCommand([process.execPath, "--disable-warning=ExperimentalWarning", `flows/${script}.ts`, ...args], {
      ...options,
      ...given,
      env: { ...settings, ...given.env },
    });
  const run: DockerHome["run"] = (...given) => start(...given).ended;
  const prefect = (...args: readonly string[]): Promise<string> =>
    mustRun([process.execPath, "--disable-warning=ExperimentalWarning", cli, ...args], options);

  return {
    directory,
    start,
    run,
    report: async <T>(script: string, args?: readonly string[], given?: Partial<CommandOptions>) =>
      parseReport(await run(script, args, given)) as T,
    prefect,
    async containers() {
      const listed = JSON.parse(await prefect("flow-run", "ls", "--limit", "200", "--output", "json")) as {
        id: string;
      }[];
      const runs = new Set(listed.map(({ id }) => id));
      return (await listContainers("io.prefect.flow-run-id"))
        .filter(({ labels }) => runs.has(labels["io.prefect.flow-run-id"] ?? ""))
        .map(({ name }) => name);
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** What `report` of the script printed. */
export function parseReport({ exitCode, stdout, stderr }: CommandOutcome): unknown {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (exitCode === 0 && /^[[{"\d]|^(?:true|false|null)$/.test(line)) return JSON.parse(line);
  throw new Error(`The script exited with code ${exitCode} and reported nothing:\n${stdout}${stderr}`);
}
