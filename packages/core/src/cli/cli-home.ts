import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureCli, type CaptureOptions, type CapturedCli } from "./capture-cli.ts";

/** A home and a project of their own, in which command lines can be carried out. */
export interface CliHome extends AsyncDisposable {
  readonly home: string;
  readonly cwd: string;
  run(commandLine: string, options?: CaptureOptions): Promise<CapturedCli>;
  /** What the command printed as JSON. */
  json<T>(commandLine: string): Promise<T>;
}

/** A temporary home with the embedded control plane. Words of a command line are separated by single spaces. */
export async function createCliHome(): Promise<CliHome> {
  const directory = await mkdtemp(join(tmpdir(), "prefect-cli-"));
  const home = join(directory, "home");
  const cwd = join(directory, "project");
  await mkdir(cwd);
  const run: CliHome["run"] = (commandLine, options = {}) =>
    captureCli(commandLine.split(" "), { cwd, ...options, env: { PREFECT_HOME: home, ...options.env } });
  return {
    home,
    cwd,
    run,
    async json(commandLine) {
      const { exitCode, stdout, stderr } = await run(`${commandLine} --output json`);
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true });
    },
  };
}
