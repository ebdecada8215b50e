import { spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../../errors/command-error.ts";
import { corePackageRoot } from "../../settings/core-package.ts";
import type { CliContext } from "../cli-context.ts";
import { backgroundLogFile, writeBackgroundServer } from "./background-server.ts";

const START_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;

/** Starts this command again as a process of its own and waits until it says where it listens; gives its API's URL. */
export async function startInBackground(
  context: CliContext,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  const { home } = context.settings();
  await mkdir(home, { recursive: true });
  const logFile = backgroundLogFile(home);
  const log = await open(logFile, "w", 0o600);
  const profile = context.settingsContext.profile;
  const command = [...(profile === undefined ? [] : ["--profile", profile]), "server", "start"];
  const entry = join(corePackageRoot(), "dist", "cli.js");
  const child = spawn(process.execPath, [entry, ...command, "--host", host, "--port", String(port)], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: context.environment.env,
    cwd: context.environment.cwd,
  });
  await log.close();
  child.unref();
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const apiUrl = /^The Prefect server serves .* at (\S+)$/mu.exec(await readFile(logFile, "utf8"))?.[1];
    if (apiUrl !== undefined && child.pid !== undefined) {
      await writeBackgroundServer(home, child.pid, apiUrl);
      return apiUrl;
    }
    await delay(LOOK_MILLISECONDS);
  }
  child.kill();
  throw new CommandError({ problem: `The server did not start:\n${await readFile(logFile, "utf8")}` });
}
