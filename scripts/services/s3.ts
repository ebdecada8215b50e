import { existsSync } from "node:fs";
import path from "node:path";
import { runStep } from "../step.mjs";
import { cacheDirectory } from "./cache-directory.ts";
import { type LocalServer, startLocalServer } from "./local-server.ts";
import { createPythonEnvironment } from "./python-environment.ts";
import type { RunningService, Service } from "./service.ts";

const python = createPythonEnvironment("moto-5.2.5", ["moto[server]==5.2.5"]);

/** The last release that its repository has. */
const minioModule = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c";
const minio = path.join(cacheDirectory, "minio-20260212", "minio");

/**
 * Two servers that speak S3's protocol, on loopback: moto, and MinIO where it was built. Building MinIO takes minutes of
 * all processors, so it is done only where `PREFECT_TEST_MINIO` is `build`; what is built stays in the cache.
 */
export const s3: Service = { lacks: python.lacks, prepare, start };

async function prepare(): Promise<void> {
  await python.prepare();
  if (process.env["PREFECT_TEST_MINIO"] !== "build" || existsSync(minio)) return;
  const env = { ...process.env, GOBIN: path.dirname(minio) };
  await runStep("build MinIO", ["go", "install", minioModule], { env });
}

async function start(): Promise<RunningService> {
  const servers = await Promise.all([startMoto(), ...(existsSync(minio) ? [startMinio()] : [])]);
  const [moto, built] = servers as [LocalServer, LocalServer | undefined];
  return {
    env: {
      PREFECT_TEST_S3_URL: moto.url,
      // It has botocore, the AWS SDK that is no relation of ours.
      PREFECT_TEST_BOTOCORE_PYTHON: path.join(python.programs, "python"),
      ...(built === undefined ? {} : { PREFECT_TEST_MINIO_URL: built.url }),
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

function startMoto(): Promise<LocalServer> {
  const program = path.join(python.programs, "moto_server");
  return startLocalServer({
    name: "moto",
    toCommand: ({ port }) => [program, "--host", "127.0.0.1", "--port", String(port)],
    readyPath: "/moto-api/data.json",
  });
}

function startMinio(): Promise<LocalServer> {
  return startLocalServer({
    name: "minio",
    toCommand: ({ port, directory }) => {
      const addresses = ["--address", `127.0.0.1:${port}`, "--console-address", "127.0.0.1:0"];
      return [minio, "server", ...addresses, path.join(directory, "data")];
    },
    env: () => ({
      ...process.env,
      MINIO_ROOT_USER: "test-access-key",
      MINIO_ROOT_PASSWORD: "test-secret-key",
      MINIO_BROWSER: "off",
      MINIO_UPDATE: "off",
    }),
    readyPath: "/minio/health/live",
  });
}
