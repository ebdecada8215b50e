import { appendFileSync, existsSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/** Which opens of files fail in the processes that load this module before anything else. */
export interface FileFaults {
  /** The script that is befallen, by the end of its name: `runner.mjs`, `submit.ts`. */
  readonly script: string;
  readonly operation: "read" | "write";
  /** A pattern of the path. */
  readonly path: string;
  /** `EIO`, `ENOSPC`, ... */
  readonly code: string;
  /** They fail while this file exists. Default: for good. */
  readonly whileFile?: string;
  /** Gets a line for each that failed. */
  readonly hitsFile: string;
}

const faults = JSON.parse(process.env["FILE_FAULTS"] ?? "null") as FileFaults | null;

if (faults !== null && process.argv[1]?.endsWith(faults.script) === true) {
  const { operation, code, whileFile, hitsFile } = faults;
  const path = new RegExp(faults.path);
  const open = promises.open;
  promises.open = async (file, flags, mode) => {
    const isWrite = /[wa+]/.test(String(flags ?? "r"));
    const isBefallen = isWrite === (operation === "write") && path.test(String(file));
    if (isBefallen && (whileFile === undefined || existsSync(whileFile))) {
      appendFileSync(hitsFile, `${String(file)}\n`);
      throw Object.assign(new Error(`${code}: injected fault, open '${String(file)}'`), { code, syscall: "open" });
    }
    return open(file, flags, mode);
  };
  syncBuiltinESMExports();
}
