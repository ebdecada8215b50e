import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CommandOptions, type CommandOutcome, mustRun, runCommand } from "./run-command.ts";

const repositoryRoot = path.resolve(import.meta.dirname, "../..");

/** A user's project in a temporary directory outside the repository, with a `PREFECT_HOME` of its own. */
export interface Project {
  readonly directory: string;
  readonly home: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs Node.js with these arguments in the project. */
  node(args: readonly string[], options?: Partial<CommandOptions>): Promise<CommandOutcome>;
  /** Runs the `prefect` command of prefect-core, which must succeed. */
  prefect(...args: readonly string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A project whose `prefect-core` is the workspace's own build. */
export async function createProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const project = await createBareProject();
  await mkdir(path.join(project.directory, "node_modules"));
  await symlink(path.join(repositoryRoot, "packages/core"), path.join(project.directory, "node_modules/prefect-core"));
  await project.write(files);
  return project;
}

/** A project that installed `prefect-core` from its packed tarball, as a user does from the registry. */
export async function createPackedProject(): Promise<Project> {
  const project = await createBareProject();
  const tarball = path.join(project.directory, "prefect-core.tgz");
  await mustRun(["pnpm", "pack", "--out", tarball], { cwd: path.join(repositoryRoot, "packages/core") });
  await mustRun(["npm", "install", "--no-audit", "--no-fund", tarball], {
    cwd: project.directory,
    timeoutSeconds: 300,
  });
  return project;
}

async function createBareProject(): Promise<Project> {
  const root = await mkdtemp(path.join(tmpdir(), "prefect-e2e-"));
  const directory = path.join(root, "project");
  const home = path.join(root, "home");
  const env = { PREFECT_HOME: home };

  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(directory, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  };
  await write({ "package.json": `{ "name": "project", "private": true, "type": "module" }` });
  return {
    directory,
    home,
    write,
    node: (args, options) =>
      runCommand([process.execPath, "--disable-warning=ExperimentalWarning", ...args], {
        cwd: directory,
        ...options,
        env: { ...env, ...options?.env },
      }),
    prefect: (...args) =>
      mustRun([process.execPath, path.join(directory, "node_modules/prefect-core/dist/cli.js"), ...args], {
        cwd: directory,
        env,
      }),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
