import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createDirectoryStorage } from "prefect-core/testing";
import type { FaultableStorage, StoragePoint } from "../faultable-storage.ts";
import type { FileFaults } from "../preload/file-faults.ts";

const preload = path.resolve(import.meta.dirname, "../preload");

const opens: Readonly<Record<StoragePoint, Pick<FileFaults, "operation" | "path">>> = {
  "runner-reads": { operation: "read", path: "/code/" },
  "runner-writes": { operation: "write", path: "/storage/" },
  "submitter-writes": { operation: "write", path: "/storage/runs/" },
  "submitter-reads": { operation: "read", path: "/result$" },
};

/** Where a runner finds directories of this machine, and the options by which it does. */
export interface RunnerDirectories {
  readonly preload: string;
  readonly state: string;
  readonly options: object;
}

export interface FileStorageOptions {
  /** A directory of the user for what belongs to the faults. */
  readonly directory: string;
  /** The user's `PREFECT_HOME`. */
  readonly home: string;
  /** Default: where they are. */
  toRunnerDirectories?(directories: Omit<RunnerDirectories, "options">): RunnerDirectories;
}

/** The directory of a user; opens of files fail in the processes that are told so. */
export function createFileStorage({ directory, home, toRunnerDirectories }: FileStorageOptions): FaultableStorage {
  const state = path.join(directory, "state");
  const whileFile = path.join(state, "failing");
  return {
    storage: createDirectoryStorage({ basepath: path.join(home, "storage") }),
    async fail(point) {
      await mkdir(state);
      // A container's user writes there too.
      await chmod(state, 0o777);
      await writeFile(whileFile, "");
      const isRunner = point === "runner-reads" || point === "runner-writes";
      const here = { preload, state, options: {} };
      const inside = isRunner && toRunnerDirectories !== undefined ? toRunnerDirectories(here) : here;
      const faults: FileFaults = {
        ...opens[point],
        script: isRunner ? "runner.mjs" : "submit.ts",
        code: "EIO",
        hitsFile: path.join(inside.state, "hits"),
        whileFile: path.join(inside.state, "failing"),
      };
      const env = {
        NODE_OPTIONS: `--import ${inside.preload}/file-faults.ts`,
        FILE_FAULTS: JSON.stringify(faults),
      };
      return {
        options: isRunner ? { ...inside.options, env } : {},
        env: isRunner ? {} : env,
        hasHit: async () => (await readFile(path.join(state, "hits"), "utf8").catch(() => "")) !== "",
        pass: () => rm(whileFile),
      };
    },
  };
}
