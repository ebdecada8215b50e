import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { runStep } from "../step.mjs";
import { cacheDirectory } from "./cache-directory.ts";

/** Programs from PyPI in a virtual environment of their own. */
export interface PythonEnvironment {
  /** Where its programs are. */
  readonly programs: string;
  /** What this machine lacks for it; `null` when nothing. */
  lacks(): Promise<string | null>;
  /** Installs it, once per machine and list of requirements. */
  prepare(): Promise<void>;
}

export function createPythonEnvironment(name: string, requirements: readonly string[]): PythonEnvironment {
  const directory = path.join(cacheDirectory, name);
  const readyFile = path.join(directory, "installed");
  const programs = path.join(directory, "bin");
  return {
    programs,
    async lacks() {
      const found = await promisify(execFile)("python3", ["-c", "import venv, ensurepip"]).catch(() => null);
      return found === null ? "python3 with venv" : null;
    },
    async prepare() {
      const installed = await readFile(readyFile, "utf8").catch(() => null);
      if (installed === requirements.join(" ")) return;
      await rm(directory, { recursive: true, force: true });
      await runStep(`create a virtual environment in ${directory}`, ["python3", "-m", "venv", directory]);
      const pip = [path.join(programs, "pip"), "install", "--quiet", "--disable-pip-version-check"];
      await runStep(`install ${requirements.join(" ")}`, [...pip, ...requirements]);
      await writeFile(readyFile, requirements.join(" "));
    },
  };
}
