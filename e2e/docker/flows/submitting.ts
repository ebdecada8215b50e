import { readFileSync } from "node:fs";
import { flow, getRunLogger } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const [scenario = "", directory = ""] = process.argv.slice(2);

const readsGreeting = docker({ networkMode: "none", includeFiles: ["greeting.txt"] })(
  flow(async function readsGreeting() {
    return readFileSync("greeting.txt", "utf8").trim();
  }),
);

/** Goes on only when somebody put a file into the mounted directory: its caller did something meanwhile. */
const waits = docker({
  networkMode: "none",
  volumes: [`${directory}:${directory}`],
  name: "waits {{ ctx.flow_run.name }}",
  labels: { team: "olympic" },
})(
  flow({ flowRunName: "for-{file}" }, async function waits(file: string) {
    const { access } = await import("node:fs/promises");
    getRunLogger().info("waiting for %s", file);
    console.error("not there yet");
    for (let isThere = false; !isThere; await new Promise((resolve) => setTimeout(resolve, 20))) {
      isThere = await access(file).then(
        () => true,
        () => false,
      );
    }
    console.log("there it is");
    return "found";
  }),
);

const scenarios = {
  files: () => readsGreeting(),
  plan: () => waits.withOptions({ infrastructure: { image: "node:99" } }).plan("go"),
  /** Tells when the run was submitted, and ends when its caller says so. */
  async submit() {
    const future = await waits.submit(`${directory}/go`);
    console.log(`\nsubmitted ${future.flowRunId}`);
    const lines: string[] = [];
    for await (const { message } of future.logs()) lines.push(message);
    return { result: await future.result(), lines, state: (await future.state()).type };
  },
};

report(await scenarios[scenario as keyof typeof scenarios]());
