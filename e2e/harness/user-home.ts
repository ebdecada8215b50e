import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type CommandOptions,
  type CommandOutcome,
  mustRun,
  type RunningCommand,
  runCommand,
  startCommand,
} from "./run-command.ts";

const suites = path.resolve(import.meta.dirname, "..");
const cli = path.resolve(import.meta.dirname, "../../packages/core/dist/cli.js");

/** A user whose `PREFECT_HOME` is empty. */
export interface UserHome {
  /** A temporary directory; gone with `remove`. */
  readonly directory: string;
  /** Starts a script of the suite's `flows`. */
  start(script: string, args?: readonly string[], options?: Partial<CommandOptions>): RunningCommand;
  /** Runs one to its end. */
  run(script: string, args?: readonly string[], options?: Partial<CommandOptions>): Promise<CommandOutcome>;
  /** The JSON on the last line that a script printed. */
  report<T>(script: string, args?: readonly string[], options?: Partial<CommandOptions>): Promise<T>;
  /** Runs the `prefect` command, which must succeed. */
  prefect(...args: readonly string[]): Promise<string>;
  /** Runs it with further variables, however it ends. */
  tryPrefect(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<CommandOutcome>;
  remove(): Promise<void>;
}

export interface UserHomeOptions {
  /** The folder of `e2e/` whose `flows` the user runs. */
  readonly suite: string;
  /** For every command and script. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function createUserHome({ suite, env = {} }: UserHomeOptions): Promise<UserHome> {
  const directory = await mkdtemp(path.join(tmpdir(), `prefect-${suite}-home-`));
  const settings = { PREFECT_HOME: path.join(directory, "home"), ...env };
  const options = { cwd: path.join(suites, suite), env: settings };
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"];

  const start: UserHome["start"] = (script, args = [], given = {}) =>
    startCommand([...node, `flows/${script}.ts`, ...args], {
      ...options,
      ...given,
      env: { ...settings, ...given.env },
    });
  const run: UserHome["run"] = (...given) => start(...given).ended;
  return {
    directory,
    start,
    run,
    report: async <T>(script: string, args?: readonly string[], given?: Partial<CommandOptions>) =>
      parseReport(await run(script, args, given)) as T,
    prefect: (...args) => mustRun([...node, cli, ...args], options),
    tryPrefect: (given, ...args) => runCommand([...node, cli, ...args], { ...options, env: { ...settings, ...given } }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** What `report` of the script printed. */
export function parseReport({ exitCode, stdout, stderr }: CommandOutcome): unknown {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  if (exitCode === 0 && /^[[{"\d]|^(?:true|false|null)$/.test(line)) return JSON.parse(line);
  throw new Error(`The script exited with code ${exitCode} and reported nothing:\n${stdout}${stderr}`);
}
