import { rm } from "node:fs/promises";
import path from "node:path";
import { createUserHome, type UserHome } from "../../harness/user-home.ts";
import type { Platform } from "../platform.ts";
import { killQuietly } from "../run-processes.ts";
import { createFileStorage } from "../storages/file-storage.ts";

/** Processes of this machine. */
export const processPlatform: Platform = {
  name: "process",
  async open({ env }) {
    const user = await createUserHome({ suite: "faults", env });
    const home = path.join(user.directory, "home");
    return {
      home: user,
      infrastructure: { package: null, type: "process", options: {} },
      storage: createFileStorage({ directory: user.directory, home }),
      // Its processes and files are looked for wherever the run is.
      resources: async () => [],
      killAll: async (flowRunId) => killQuietly(-(await groupOf(user, flowRunId))),
      async removeByHand(flowRunId) {
        const group = await groupOf(user, flowRunId);
        await rm(path.join(home, "processes"), { recursive: true });
        killQuietly(-group);
      },
      close: () => user.remove(),
    };
  },
};

async function groupOf({ prefect }: UserHome, flowRunId: string): Promise<number> {
  const run = JSON.parse(await prefect("flow-run", "inspect", flowRunId, "--output", "json")) as {
    readonly infrastructure_pid: string;
  };
  return Number(run.infrastructure_pid);
}
