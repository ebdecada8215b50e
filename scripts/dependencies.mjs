import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runStep } from "./step.mjs";
import { repositoryRoot } from "./toolchain.mjs";

const stampFile = path.join(repositoryRoot, "node_modules", ".install-stamp");

/**
 * Installs the workspace's dependencies as the lock file says, unless nothing that decides them changed since the last time.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
export async function ensureDependencies(env) {
  const stamp = await manifestsDigest();
  if ((await readFile(stampFile, "utf8").catch(() => null)) === stamp) return;
  await runStep("install the workspace's dependencies", ["pnpm", "install", "--frozen-lockfile"], {
    env: { ...env, CI: "true" },
    cwd: repositoryRoot,
    mend: "After changing a package.json, run `pnpm install` and commit pnpm-lock.yaml.",
  });
  await writeFile(stampFile, stamp);
}

async function manifestsDigest() {
  const memberDirectories = await Promise.all(["packages", "examples"].map(directoriesIn));
  const directories = [
    ".",
    "benchmarks",
    "e2e",
    "e2e/bundle/native",
    "e2e/bundle/popular",
    ...memberDirectories.flat(),
  ];
  const files = [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    ...directories.map((name) => path.join(name, "package.json")),
  ];
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(path.join(repositoryRoot, file)).catch(() => "absent");
    hash.update(`${file}\n`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} parent */
async function directoriesIn(parent) {
  const entries = await readdir(path.join(repositoryRoot, parent), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(parent, entry.name));
}
