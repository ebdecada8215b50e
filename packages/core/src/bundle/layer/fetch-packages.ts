import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ExternalPackageProblem } from "../../errors/external-package-error.ts";

/** What identifies the archive of a package. */
export interface PackageRelease {
  readonly name: string;
  readonly version: string;
  readonly integrity: string | null;
}

/** Archives by `name@version`, and those that could not be had. */
export interface FetchedPackages {
  readonly archives: ReadonlyMap<string, Buffer>;
  readonly problems: readonly ExternalPackageProblem[];
}

const run = promisify(execFile);
const outputBytes = 64 * 1024 * 1024;

/**
 * Fetches packages with the project's own npm: its registries, keys and cache. Nothing of them is executed. An archive
 * that differs from what the lock file says is a problem.
 *
 * @param directory whose `.npmrc` holds
 */
export async function fetchPackages(releases: readonly PackageRelease[], directory: string): Promise<FetchedPackages> {
  if (releases.length === 0) return { archives: new Map(), problems: [] };
  const target = await mkdtemp(join(tmpdir(), "prefect-packages-"));
  try {
    const specifiers = [...new Set(releases.map(specifierOf))];
    const options = ["pack", "--json", "--silent", "--pack-destination", target, ...specifiers];
    const { stdout } = await run("npm", options, { cwd: directory, maxBuffer: outputBytes });
    const packed = JSON.parse(stdout) as readonly { readonly id: string; readonly filename: string }[];
    const archives = new Map<string, Buffer>();
    for (const { id, filename } of packed) archives.set(id, await readFile(join(target, filename)));
    return { archives, problems: releases.flatMap((release) => problemOf(release, archives)) };
  } catch (error) {
    const reason = reasonOf(error);
    return {
      archives: new Map(),
      problems: releases.map((release) => ({
        package: specifierOf(release),
        problem: `npm cannot fetch it: ${reason}`,
      })),
    };
  } finally {
    await rm(target, { recursive: true, force: true });
  }
}

/** The newest release of a package; `null` where npm does not say. */
export async function newestRelease(name: string, directory: string): Promise<PackageRelease | null> {
  try {
    const { stdout } = await run("npm", ["view", "--json", name, "version", "dist.integrity"], { cwd: directory });
    const { version, "dist.integrity": integrity } = JSON.parse(stdout) as Readonly<Record<string, string>>;
    return version === undefined ? null : { name, version, integrity: integrity ?? null };
  } catch {
    return null;
  }
}

export function specifierOf({ name, version }: Pick<PackageRelease, "name" | "version">): string {
  return `${name}@${version}`;
}

function problemOf(release: PackageRelease, archives: ReadonlyMap<string, Buffer>): ExternalPackageProblem[] {
  const specifier = specifierOf(release);
  const archive = archives.get(specifier);
  if (archive === undefined) return [{ package: specifier, problem: "npm gave another package in its place" }];
  const [, algorithm, expected] = /\b(sha512|sha1)-([\w+/]+=*)/.exec(release.integrity ?? "") ?? [];
  if (algorithm === undefined || createHash(algorithm).update(archive).digest("base64") === expected) return [];
  return [{ package: specifier, problem: "its archive is not the one that the lock file names" }];
}

function reasonOf(error: unknown): string {
  const { code, stderr, stdout, message } = error as {
    readonly code?: unknown;
    readonly stderr?: string;
    readonly stdout?: string;
    readonly message: string;
  };
  if (code === "ENOENT") return "the command npm was not found; it comes with Node.js";
  const summary = /"summary":\s*"((?:[^"\\]|\\.)*)"/.exec(stdout ?? "")?.[1];
  return summary ?? stderr?.trim().split("\n").at(-1) ?? message;
}
