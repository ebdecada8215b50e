import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { toBuildCommand } from "./build-command.ts";

/** `pnpm release-image [--base-image IMAGE] [--dry-run]`: builds and pushes the image of the version in package.json. */
const { values } = parseArgs({
  options: {
    "base-image": { type: "string", default: "node:24-bookworm-slim" },
    "dry-run": { type: "boolean", default: false },
  },
});
const packageDirectory = path.dirname(import.meta.dirname);
const { version } = JSON.parse(await readFile(path.join(packageDirectory, "package.json"), "utf8")) as {
  version: string;
};
const [program = "", ...args] = toBuildCommand({ version, baseImage: values["base-image"] });
process.stdout.write(`${[program, ...args].join(" ")}\n`);
if (!values["dry-run"]) {
  const { status, error } = spawnSync(program, args, { cwd: packageDirectory, stdio: "inherit" });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}
