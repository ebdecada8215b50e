import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { runStep } from "../step.mjs";
import { cacheDirectory } from "./cache-directory.ts";
import { startLocalServer } from "./local-server.ts";
import type { RunningService, Service } from "./service.ts";

const version = "1.56.1";
const program = path.join(cacheDirectory, `fake-gcs-server-${version}`, "fake-gcs-server");

/** fake-gcs-server: Cloud Storage's JSON API on loopback, over files. Built with Go, once per machine. */
export const gcs: Service = { lacks, prepare, start };

async function lacks(): Promise<string | null> {
  if (existsSync(program)) return null;
  const found = await promisify(execFile)("go", ["version"]).catch(() => null);
  return found === null ? "Go, which builds fake-gcs-server" : null;
}

async function prepare(): Promise<void> {
  if (existsSync(program)) return;
  const env = { ...process.env, GOBIN: path.dirname(program) };
  const module = `github.com/fsouza/fake-gcs-server@v${version}`;
  await runStep(`build fake-gcs-server ${version}`, ["go", "install", module], { env });
}

async function start(): Promise<RunningService> {
  const server = await startLocalServer({
    name: "fake-gcs-server",
    // Without a URL of its own it answers with the one that it was asked by, which may be a proxy's.
    toCommand: ({ port, directory }) =>
      [
        [program, "-scheme", "http"],
        ["-host", "127.0.0.1"],
        ["-port", String(port)],
        ["-log-level", "warn"],
        ["-backend", "filesystem"],
        ["-filesystem-root", path.join(directory, "data")],
      ].flat(),
    readyPath: "/_internal/healthcheck",
  });
  return { env: { PREFECT_TEST_GCS_URL: server.url }, stop: server.stop };
}
