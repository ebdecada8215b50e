import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { flow, getRunContext, getRunLogger, secret } from "prefect-core";
import { kubernetes } from "prefect-kubernetes";
import { report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const onCluster = kubernetes({ workPool: "cluster", labels: { team: "olympic" } });

const hello = onCluster(
  flow(async function hello(name: string) {
    getRunLogger().info("greeting %s", name);
    return { greeting: `Hello ${name}`, at: new Date(0), node: Number(process.versions.node.split(".")[0]) };
  }),
);

const readsGreeting = kubernetes({ workPool: "cluster", includeFiles: ["greeting.txt"] })(
  flow(async function readsGreeting() {
    return readFileSync("greeting.txt", "utf8").trim();
  }),
);

/** Goes on when its caller made a file, or after a while where that is another machine: output is told meanwhile. */
const waits = onCluster(
  flow({ flowRunName: "for-{file}" }, async function waits(file: string) {
    const { access } = await import("node:fs/promises");
    console.log("not there yet");
    const { signal } = getRunContext();
    const isThere = () =>
      access(file).then(
        () => true,
        () => false,
      );
    const until = Date.now() + 20_000;
    while (!(await isThere()) && Date.now() < until) await delay(20, undefined, { signal });
    console.log("there it is");
    return "found";
  }),
);

const double = flow(async function double(value: number) {
  return value * 2;
});

const nested = onCluster(
  flow(async function nested(value: number) {
    return (await double(value)) + 1;
  }),
);

const parent = flow(async function parent() {
  return hello("child");
});

const reveals = kubernetes({
  workPool: "cluster",
  secrets: { TOKEN: secret.env("TEST_TOKEN"), PASSWORD: secret.kubernetes("database", "password") },
})(
  flow(async function reveals() {
    return [process.env["TOKEN"], process.env["PASSWORD"]];
  }),
);

const fails = onCluster(
  flow(async function fails() {
    throw new RangeError("too far");
  }),
);

const square = onCluster(
  flow(async function square(value: number) {
    return value * value;
  }),
);

const scenarios = {
  hello: () => hello("cluster"),
  files: () => readsGreeting(),
  nested: () => nested(20),
  parent: () => parent(),
  secrets: () => reveals(),
  fails: () =>
    fails().then(
      () => null,
      (error: Error) => ({ isRangeError: error instanceof RangeError, message: error.message }),
    ),
  async plan() {
    const config = { clusters: [], contexts: [], users: [{ name: "me", user: { token: "hunter2" } }] };
    const cluster_config = { config, context_name: "mine" };
    const infrastructure = { image: "mine:1", resources: { gpu: 1 }, jobVariables: { cluster_config } };
    return hello.withOptions({ infrastructure }).plan("x");
  },
  many: () => Promise.all(Array.from({ length: Number(argument) }, (_, value) => square(value))),
  /** Tells when the run was submitted, and ends when its caller says so. */
  async submit() {
    const future = await waits.submit(argument);
    console.log(`\nsubmitted ${future.flowRunId}`);
    const lines: string[] = [];
    for await (const { message } of future.logs()) lines.push(message);
    return { result: await future.result(), lines, state: (await future.state()).type };
  },
  async cancel() {
    const future = await waits.submit(argument);
    for await (const { message } of future.logs()) if (message === "not there yet") break;
    await future.cancel();
    return (await future.state()).type;
  },
};

report(await scenarios[scenario as keyof typeof scenarios]());
