import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BundleManifest } from "../contracts/bundle-manifest.ts";
import type { Storage } from "../contracts/storage.ts";
import { submitterPath } from "../engine/child/nested-submitters.ts";
import { corePackageName } from "../settings/core-package.ts";
import { fetchPart } from "./fetch-part.ts";
import type { RetryPolicy } from "./storage-retry.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Lays out what submits flows from within the run as a package of its own, with this runner and the run's engine in
 * it, which such flows need in turn.
 */
export async function layOutSubmitters(
  storage: Storage,
  { version, submitters }: NonNullable<BundleManifest["nested"]>,
  { engineDirectory }: Workspace,
  options: { readonly retry: RetryPolicy; readonly signal: AbortSignal },
): Promise<void> {
  const core = join(engineDirectory, "core");
  await mkdir(join(core, "dist"), { recursive: true, mode: 0o700 });
  await writeFile(join(core, "package.json"), JSON.stringify({ name: corePackageName, version, type: "module" }));
  await symlink(join(engineDirectory, "engine.mjs"), join(core, "dist", "engine.mjs"));
  const runner = process.argv[1];
  if (runner !== undefined) await symlink(runner, join(core, "dist", "runner.mjs"));
  for (const submitter of submitters) {
    const path = join(engineDirectory, submitterPath(submitter.plugin));
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await fetchPart(storage, submitter, path, options);
  }
}

/** Keeps an archive for the flows that the run submits. */
export async function keepForNested(archive: string, { engineDirectory }: Workspace): Promise<void> {
  await mkdir(join(engineDirectory, "core"), { recursive: true, mode: 0o700 });
  await rename(archive, join(engineDirectory, "core", "layer.tar"));
}
