import { setTimeout as delay } from "node:timers/promises";
import type { CliContext } from "../cli-context.ts";
import { forgetBackgroundServer, readBackgroundServer } from "./background-server.ts";

const STOP_MILLISECONDS = 15_000;
const LOOK_MILLISECONDS = 50;

/** `prefect server stop`: returns once the server is gone. */
export async function stopServer(context: CliContext): Promise<void> {
  const { home } = context.settings();
  const server = await readBackgroundServer(home);
  if (server === null) {
    await forgetBackgroundServer(home);
    context.print(context.paint("green", "No server running in the background."));
    return;
  }
  process.kill(server.processId, "SIGTERM");
  const deadline = Date.now() + STOP_MILLISECONDS;
  while ((await readBackgroundServer(home)) !== null) {
    if (Date.now() > deadline) process.kill(server.processId, "SIGKILL");
    await delay(LOOK_MILLISECONDS);
  }
  await forgetBackgroundServer(home);
  context.print("Server stopped!");
}
