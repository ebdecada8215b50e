import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { runStep } from "../step.mjs";
import { TaskError } from "../task.mjs";
import { cacheDirectory } from "./cache-directory.ts";
import type { RunningService, Service } from "./service.ts";

const version = "3.8.8";
// Prefect 3.8.8 allows every FastAPI below 1.0, but newer ones refuse an argument that its server passes (`min_items`).
const requirements = [`prefect==${version}`, "fastapi==0.150.0"];
const directory = path.join(cacheDirectory, `prefect-${version}`);
const readyFile = path.join(directory, "installed");
const startTimeoutSeconds = 120;

/** A real Prefect server in a virtual environment of its own, on loopback, with a database that lives as long as it. */
export const prefectServer: Service = { lacks, prepare, start };

async function lacks(): Promise<string | null> {
  const found = await promisify(execFile)("python3", ["-c", "import venv, ensurepip"]).catch(() => null);
  return found === null ? "python3 with venv" : null;
}

async function prepare(): Promise<void> {
  const installed = await readFile(readyFile, "utf8").catch(() => null);
  if (installed === requirements.join(" ")) return;
  await rm(directory, { recursive: true, force: true });
  await runStep(`create a virtual environment in ${directory}`, ["python3", "-m", "venv", directory]);
  const pip = [path.join(directory, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check"];
  await runStep(`install Prefect ${version}`, [...pip, ...requirements]);
  await writeFile(readyFile, requirements.join(" "));
}

async function start(): Promise<RunningService> {
  const home = await mkdtemp(path.join(tmpdir(), "prefect-server-"));
  const port = await freePort();
  const logFile = path.join(home, "server.log");
  const log = await open(logFile, "w");
  const command = ["server", "start", "--no-ui", "--host", "127.0.0.1", "--port", String(port)];
  const server = spawn(path.join(directory, "bin", "prefect"), command, {
    env: { ...withoutPrefectSettings(process.env), PREFECT_HOME: home, PREFECT_SERVER_ANALYTICS_ENABLED: "false" },
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  const stop = async (): Promise<void> => {
    await endGroup(server);
    await log.close();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const url = `http://127.0.0.1:${port}/api`;
    if (!(await becomesHealthy(url, server))) {
      const lastLines = (await readFile(logFile, "utf8")).split("\n").slice(-20).join("\n");
      throw new TaskError(`The Prefect server does not answer at ${url}; its last lines:\n${lastLines}`);
    }
    return {
      env: { PREFECT_TEST_SERVER_URL: url, PREFECT_TEST_PYTHON_COMMAND: path.join(directory, "bin", "prefect") },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function becomesHealthy(url: string, server: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + startTimeoutSeconds * 1000;
  while (Date.now() < deadline && server.exitCode === null) {
    const response = await fetch(`${url}/health`).catch(() => null);
    if (response?.ok) return true;
    await delay(200);
  }
  return false;
}

/** The server starts processes of its own, so its whole group is ended. */
async function endGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  process.kill(-server.pid, "SIGTERM");
  const killer = setTimeout(() => process.kill(-Number(server.pid), "SIGKILL"), 10_000);
  await ended;
  clearTimeout(killer);
}

function withoutPrefectSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PREFECT_")));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new TaskError("No free port on 127.0.0.1.");
  return address.port;
}
