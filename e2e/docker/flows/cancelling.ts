import { flow, getRunContext } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const [scenario = "", directory = ""] = process.argv.slice(2);
const container = {
  networkMode: "none",
  volumes: [`${directory}:${directory}`],
  env: { PREFECT__RUNNER_GRACE_SECONDS: "2" },
};

/** Ends as soon as it is asked to, and leaves a note. */
const listens = docker(container)(
  flow(async function listens(note: string) {
    const { writeFile } = await import("node:fs/promises");
    const { signal } = getRunContext();
    console.log("ready");
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await writeFile(note, "tidied up");
  }),
);

/** Never gives control back, so that nothing in it can listen. */
const blocks = docker(container)(
  flow(async function blocks(note: string) {
    console.log(`ready, and never writes ${note}`);
    while (performance.now() > 0);
  }),
);

const bound = { listens, blocks }[scenario as "listens" | "blocks"];
const future = await bound.submit(`${directory}/${scenario}`);
for await (const { message } of future.logs()) {
  if (message.startsWith("ready")) break;
}
await future.cancel();
report({ state: (await future.state()).type, flowRunId: future.flowRunId });
