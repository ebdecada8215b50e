import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startCommand } from "./run-command.ts";

/** The embedded control plane, served over HTTP. */
export interface OwnServer {
  /** For `PREFECT_API_URL`. */
  readonly apiUrl: string;
  close(): Promise<void>;
}

/** Starts `prefect server start` on a free port of this machine, with a store of its own. */
export async function startOwnServer(): Promise<OwnServer> {
  const home = await mkdtemp(path.join(tmpdir(), "prefect-server-"));
  const cli = path.resolve(import.meta.dirname, "../../packages/core/dist/cli.js");
  const server = startCommand([process.execPath, cli, "server", "start", "--port", "0"], {
    cwd: home,
    env: { PREFECT_HOME: home },
    timeoutSeconds: 1200,
  });
  const [, apiUrl = ""] = await server.printed(/ at (http\S+\/api)/);
  return {
    apiUrl,
    async close() {
      server.kill("SIGTERM");
      await server.ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}
