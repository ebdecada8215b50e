import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const count = Number(process.argv[2]);

const ticks = docker({ networkMode: "none" })(
  flow(async function ticks(lines: number) {
    for (let line = 0; line < lines; line += 1) {
      console.log(`tick ${line}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }),
);

const future = await ticks.submit(count);
const seen: string[] = [];
for await (const { message } of future.logs()) if (message.startsWith("tick ")) seen.push(message);
await future.result();
report(seen);
