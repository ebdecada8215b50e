import { spawnSync } from "node:child_process";
import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { failureOf, report } from "./report.ts";

const networkMode = "none";
const small = { networkMode, memLimit: "256m", memswapLimit: "256m" };
const fillMemory = "const kept = []; for (;;) kept.push(Buffer.alloc(16 * 2 ** 20, 1));";

const endsItsProcess = docker({ networkMode })(
  flow(async function endsItsProcess(): Promise<void> {
    console.log("giving up");
    process.exit(3);
  }),
);

const leavesRejection = docker({ networkMode })(
  flow(async function leavesRejection(): Promise<void> {
    console.log("forgetting an await");
    void Promise.reject(new RangeError("nobody listens"));
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }),
);

const fillsMemory = docker(small)(
  flow(async function fillsMemory(): Promise<void> {
    console.log("filling the memory");
    const kept: Buffer[] = [];
    for (;;) kept.push(Buffer.alloc(16 * 2 ** 20, 1));
  }),
);

const losesChild = docker(small)(
  flow(async function losesChild() {
    const { signal } = spawnSync(process.execPath, ["--eval", fillMemory]);
    return { childEndedBy: signal };
  }),
);

const fillsHeap = docker({ networkMode, memLimit: "512m", memswapLimit: "512m" })(
  flow(async function fillsHeap(): Promise<void> {
    const kept: object[] = [];
    for (let at = 0; ; at += 1) kept.push({ at, text: `item ${at}` });
  }),
);

const waits = docker({ networkMode })(
  flow(async function waits(): Promise<void> {
    console.log("waiting");
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  }),
);

const triesAgain = docker({ networkMode, infrastructureRetries: { maximum: 1, causes: ["exited"], delaySeconds: 0 } })(
  flow(async function triesAgain() {
    const attempt = Number(process.env["PREFECT__FLOW_RUN_ATTEMPT"]);
    if (attempt === 1) process.exit(3);
    return { attempt };
  }),
);

const hello = (options: object) =>
  docker({ networkMode, ...options })(
    flow(async function hello() {
      return "hello";
    }),
  );

const scenarios = {
  "process-exit": () => failureOf(endsItsProcess()),
  "next-attempt": () => triesAgain(),
  rejection: () => failureOf(leavesRejection()),
  memory: () => failureOf(fillsMemory()),
  "memory-of-child": () => losesChild(),
  heap: () => failureOf(fillsHeap()),
  "missing-image": () => failureOf(hello({ image: "127.0.0.1:1/missing:1" })()),
  "never-pulled": () => failureOf(hello({ image: "prefect-test/absent:1", imagePullPolicy: "Never" })()),
  "old-node": () => failureOf(hello({ image: process.env["PREFECT_TEST_OLD_NODE_IMAGE"] })()),
  "unknown-command": () => failureOf(hello({ launcher: ["no-such-program"] })()),
  "engine-gone": () => failureOf(waits()),
  engine: () => failureOf(hello({})()),
  volumes: () => failureOf(hello({ volumes: ["relative/path:/data"] })()),
} satisfies Record<string, () => Promise<unknown>>;

report(await scenarios[process.argv[2] as keyof typeof scenarios]());
