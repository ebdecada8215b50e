import type { SoakLine, SoakRun } from "../soak-run.ts";
import { short } from "./soak-victims.ts";

/** Submits runs, all at the same time, and says of each when it has started and how it ended. */
const runs = JSON.parse(process.argv[2] ?? "[]") as readonly SoakRun[];

function say(line: SoakLine): void {
  process.stdout.write(`\n${JSON.stringify(line)}\n`);
}

await Promise.all(
  runs.map(async ({ index, milliseconds, ends, fault }) => {
    try {
      const future = await short.submit(index, milliseconds, ends);
      say({ index, started: future.flowRunId });
      if (fault === "cancelled") await future.cancel();
      say({ index, flowRunId: future.flowRunId, value: await future.result() });
    } catch (error) {
      say({ index, error: (error as Error).constructor.name, message: (error as Error).message });
    }
  }),
);
