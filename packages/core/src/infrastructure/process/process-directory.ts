import { join } from "node:path";

/** The files of one attempt's process, by which any process of this user can learn all about it. */
export interface ProcessDirectory {
  readonly path: string;
  /** Labels and name, written before the process is started. */
  readonly launch: string;
  /** The run's secrets until the runner has read them. */
  readonly secrets: string;
  /** Who the process is: created by the process itself, once. */
  readonly identity: string;
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, once the process has ended by itself. */
  readonly exit: string;
  /** Exists once somebody is about to end the process by force, after which it cannot leave an exit code. */
  readonly killed: string;
  /** The working directory where none is configured. */
  readonly work: string;
}

export function processDirectory(path: string): ProcessDirectory {
  return {
    path,
    launch: join(path, "launch.json"),
    secrets: join(path, "secrets.json"),
    identity: join(path, "process"),
    stdout: join(path, "stdout.log"),
    stderr: join(path, "stderr.log"),
    exit: join(path, "exit"),
    killed: join(path, "killed"),
    work: join(path, "work"),
  };
}
