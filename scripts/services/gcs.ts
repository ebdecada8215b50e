import path from "node:path";
import { startLocalServer } from "./local-server.ts";
import type { RunningService, Service } from "./service.ts";

const program = path.join(import.meta.dirname, "../../packages/emulators/src/main.ts");

/** This repository's own emulator of Cloud Storage's JSON API, on loopback, over files. */
export const gcs: Service = { lacks: async () => null, prepare: async () => undefined, start };

async function start(): Promise<RunningService> {
  const server = await startLocalServer({
    name: "google-cloud-storage",
    toCommand: ({ port, directory }) =>
      [
        [process.execPath, "--disable-warning=ExperimentalWarning", program, "google-cloud-storage"],
        ["--port", String(port)],
        ["--directory", directory],
        ["--bucket", "ready"],
      ].flat(),
    readyPath: "/storage/v1/b/ready",
  });
  return { env: { PREFECT_TEST_GCS_URL: server.url }, stop: server.stop };
}
