import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createProject, type Project } from "./project.ts";
import { requireSetting } from "./required-setting.ts";
import { startCommand, type RunningCommand } from "./run-command.ts";

/** A user of one Prefect server who has both of its editions. */
export interface BothEditions {
  readonly apiUrl: string;
  readonly project: Project;
  /** What every command is given to find the server. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command line of ours, which must succeed; gives all that it prints. */
  typescript(commandLine: string): Promise<string>;
  /** Runs a script of the project's, which must succeed; gives its output. */
  script(...words: readonly string[]): Promise<string>;
  /** Runs a program of the Python edition's environment, `prefect` or `python`, which must succeed. */
  python(...command: readonly string[]): Promise<string>;
  /** Starts it. */
  startPython(command: readonly string[], more?: Readonly<Record<string, string>>): RunningCommand;
  post<T>(route: string, body: object): Promise<T>;
  read<T>(route: string): Promise<T>;
  remove(): Promise<void>;
}

export interface BothEditionsOptions {
  readonly files: Readonly<Record<string, string>>;
  /** Packages of this workspace that the project has beside `prefect-core`, by the names of their folders. */
  readonly plugins?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the server of the tests. */
  readonly apiUrl?: string;
}

const packages = path.resolve(import.meta.dirname, "../../packages");
const timeoutSeconds = 110;

export async function createBothEditions({
  files,
  plugins = [],
  env: more = {},
  apiUrl = requireSetting("PREFECT_TEST_SERVER_URL"),
}: BothEditionsOptions): Promise<BothEditions> {
  const programs = path.dirname(requireSetting("PREFECT_TEST_PYTHON_COMMAND"));
  const home = await mkdtemp(path.join(tmpdir(), "prefect-python-"));
  const dependencies = Object.fromEntries(plugins.map((name) => [`prefect-${name}`, "*"]));
  const project = await createProject({ "package.json": JSON.stringify({ type: "module", dependencies }), ...files });
  for (const name of plugins) {
    await mkdir(path.join(project.directory, "node_modules"), { recursive: true });
    await symlink(path.join(packages, name), path.join(project.directory, `node_modules/prefect-${name}`));
  }
  const env = { PREFECT_API_URL: apiUrl, PREFECT_WORKER_QUERY_SECONDS: "0.5", ...more };
  const cli = path.join(project.directory, "node_modules/prefect-core/dist/cli.js");

  async function node(words: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const outcome = await project.node(words, { env, timeoutSeconds });
    if (outcome.exitCode === 0) return outcome;
    throw new Error(`${words.join(" ")}: ${outcome.stdout}${outcome.stderr}`);
  }

  const startPython: BothEditions["startPython"] = ([program = "", ...words], given = {}) =>
    startCommand([path.join(programs, program), ...(program === "prefect" ? ["--no-prompt"] : []), ...words], {
      cwd: project.directory,
      env: { ...env, PREFECT_HOME: home, COLUMNS: "200", ...given },
      timeoutSeconds,
    });

  return {
    apiUrl,
    project,
    env,
    startPython,
    async typescript(commandLine) {
      const { stdout, stderr } = await node([cli, ...commandLine.split(" ")]);
      return `${stdout}${stderr}`;
    },
    script: async (...words) => (await node(words)).stdout,
    async python(...command) {
      const { exitCode, stdout, stderr } = await startPython(command).ended;
      if (exitCode === 0) return `${stdout}${stderr}`;
      throw new Error(`${command.join(" ")}: ${stdout}${stderr}`);
    },
    async post<T>(route: string, body: object): Promise<T> {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${apiUrl}${route}`, { method: "POST", headers, body: JSON.stringify(body) });
      return (await answer.json()) as T;
    },
    read: async <T>(route: string): Promise<T> => (await (await fetch(`${apiUrl}${route}`)).json()) as T,
    async remove() {
      await project.remove();
      await rm(home, { recursive: true, force: true });
    },
  };
}
