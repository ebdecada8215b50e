import path from "node:path";
import { startLocalServer } from "./local-server.ts";
import { createPythonEnvironment } from "./python-environment.ts";
import type { RunningService, Service } from "./service.ts";

const version = "3.8.8";
const dockerVersion = "0.7.4";
// Prefect 3.8.8 allows every FastAPI below 1.0, but newer ones refuse an argument that its server passes (`min_items`).
const python = createPythonEnvironment(`prefect-${version}-docker-${dockerVersion}`, [
  `prefect==${version}`,
  `prefect-docker==${dockerVersion}`,
  "fastapi==0.150.0",
]);

/** A real Prefect server in a virtual environment of its own, on loopback, with a database that lives as long as it. */
export const prefectServer: Service = { lacks: python.lacks, prepare: python.prepare, start };

async function start(): Promise<RunningService> {
  const program = path.join(python.programs, "prefect");
  const server = await startLocalServer({
    name: "prefect-server",
    toCommand: ({ port }) => [program, "server", "start", "--no-ui", "--host", "127.0.0.1", "--port", String(port)],
    env: ({ directory }) => ({
      ...withoutPrefectSettings(process.env),
      PREFECT_HOME: directory,
      PREFECT_SERVER_ANALYTICS_ENABLED: "false",
    }),
    readyPath: "/api/health",
  });
  return {
    env: { PREFECT_TEST_SERVER_URL: `${server.url}/api`, PREFECT_TEST_PYTHON_COMMAND: program },
    stop: server.stop,
  };
}

function withoutPrefectSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PREFECT_")));
}
