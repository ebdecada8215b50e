import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { requireSetting } from "./required-setting.ts";

export const registryLogin = { username: "marvin", password: "open sesame" } as const;
const passwordFile = "marvin:$2b$04$M926.RzrQMbyrDQms6O2Be/PRSaoto/lTY/56sqxUPWjY.0QYzy4u\n";
const startTimeoutSeconds = 30;

export interface DockerRegistry {
  /** `127.0.0.1:PORT`, the first part of the names of its images. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Debian's registry server, empty, on loopback; a private one asks for `registryLogin`. */
export async function startRegistry({
  isPrivate = false,
}: { readonly isPrivate?: boolean } = {}): Promise<DockerRegistry> {
  const directory = await mkdtemp(path.join(tmpdir(), "docker-registry-"));
  const address = `127.0.0.1:${await freePort()}`;
  const configuration = {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: path.join(directory, "data") } },
    http: { addr: address },
    ...(isPrivate ? { auth: { htpasswd: { realm: "tests", path: path.join(directory, "htpasswd") } } } : {}),
  };
  await writeFile(path.join(directory, "htpasswd"), passwordFile);
  // YAML holds JSON.
  await writeFile(path.join(directory, "registry.yml"), JSON.stringify(configuration));
  const server = spawn(
    requireSetting("PREFECT_TEST_REGISTRY_PROGRAM"),
    ["serve", path.join(directory, "registry.yml")],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  const deadline = Date.now() + startTimeoutSeconds * 1000;
  while ((await fetch(`http://${address}/v2/`).catch(() => null)) === null) {
    if (Date.now() > deadline || server.exitCode !== null) {
      await stop();
      throw new Error(`The registry does not answer at ${address}.`);
    }
    await delay(50);
  }
  return { address, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
