import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs one command of Docker's own command line against an engine, and gives what it printed. */
export async function runDocker(host: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("docker", ["--host", host, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
