import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { runStep } from "../step.mjs";
import { cacheDirectory } from "./cache-directory.ts";
import { startLocalServer } from "./local-server.ts";
import type { RunningService, Service } from "./service.ts";

const version = "3.37.0";
const directory = path.join(cacheDirectory, `azurite-${version}`);
const program = path.join(directory, "node_modules/azurite/dist/src/blob/main.js");

/** Microsoft's emulator of Azure Blob Storage, on loopback, with a data directory of its own. */
export const azurite: Service = { lacks: async () => null, prepare, start };

async function prepare(): Promise<void> {
  if (existsSync(program)) return;
  await mkdir(directory, { recursive: true });
  await writeFile(
    path.join(directory, "package.json"),
    JSON.stringify({ private: true, dependencies: { azurite: version } }),
  );
  const install = ["npm", "install", "--prefix", directory, "--no-audit", "--no-fund", "--no-package-lock"];
  await runStep(`install azurite ${version}`, install, { cwd: directory });
}

async function start(): Promise<RunningService> {
  const server = await startLocalServer({
    name: "azurite",
    // The SDK speaks a newer version of the API than azurite knows.
    toCommand: ({ port, directory: data }) =>
      [
        [process.execPath, program],
        ["--blobHost", "127.0.0.1"],
        ["--blobPort", String(port)],
        ["--location", data],
        ["--skipApiVersionCheck", "--disableTelemetry", "--silent"],
      ].flat(),
    // Whatever needs no key is refused.
    readyPath: "/",
    readyStatus: 400,
  });
  return { env: { PREFECT_TEST_AZURITE_URL: server.url }, stop: server.stop };
}
