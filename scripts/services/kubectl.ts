import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { runStep } from "../step.mjs";
import { cacheDirectory } from "./cache-directory.ts";
import { ensureGo } from "./go-program.ts";
import type { RunningService, Service } from "./service.ts";

/** Of Kubernetes; `kubectl/go.mod` has its modules, which are the same with 0 in front. */
const version = "1.37.2";
const directory = path.join(cacheDirectory, `kubectl-${version}`);
const program = path.join(directory, "kubectl");

/**
 * Kubernetes' own command line as an independent client. It is in no package registry, so it is compiled from its Go
 * modules, once per machine: some minutes.
 */
export const kubectl: Service = { lacks, prepare, start };

async function lacks(): Promise<string | null> {
  const found = await promisify(execFile)("python3", ["-c", "import venv, ensurepip"]).catch(() => null);
  return found === null ? "python3 with venv, which brings Go, which kubectl is compiled with" : null;
}

async function prepare(): Promise<void> {
  if (existsSync(program)) return;
  const go = await ensureGo();
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(path.join(directory, "building-"));
  const env = {
    ...process.env,
    GOFLAGS: "-modcacherw",
    GOMODCACHE: path.join(work, "modules"),
    GOCACHE: path.join(work, "cache"),
  };
  try {
    for (const file of ["main.go", "go.mod", "go.sum"]) {
      await copyFile(path.join(import.meta.dirname, "kubectl", file), path.join(work, file));
    }
    const linking = ["component-base", "client-go/pkg"].map(
      (module) => `-X k8s.io/${module}/version.gitVersion=v${version}`,
    );
    const build = [go, "build", "-trimpath", "-ldflags", ["-s", "-w", ...linking].join(" "), "-o", "kubectl", "."];
    await runStep(`compile kubectl ${version}, once per machine`, build, { cwd: work, env });
    await rename(path.join(work, "kubectl"), program);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function start(): Promise<RunningService> {
  return { env: { PREFECT_TEST_KUBECTL: program }, stop: async () => undefined };
}
