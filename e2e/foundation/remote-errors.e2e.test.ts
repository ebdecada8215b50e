import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listUnfinished } from "../harness/flow-run-states.ts";
import { createProject, type Project } from "../harness/project.ts";

const files = {
  "measure.ts": `import { readSensor } from "./sensor.ts";

export function measure(id: string): number {
  return readSensor(id);
}
`,
  "sensor.ts": `export class SensorError extends Error {
  readonly sensorId: string;
  constructor(sensorId: string, options: ErrorOptions) {
    super(\`sensor \${sensorId} is silent\`, options);
    this.name = "SensorError";
    this.sensorId = sensorId;
  }
}

export function readSensor(id: string): number {
  return query(id);
}

function query(id: string): number {
  throw Object.assign(new RangeError("no answer from " + id, { cause: new TypeError("port closed") }), { sensorId: id });
}
`,
  "custom.ts": `import { flow, localProcess } from "prefect-core";
import { SensorError } from "./sensor.ts";

const watch = localProcess()(
  flow(async function watch(id: string): Promise<number> {
    throw new SensorError(id, { cause: new TypeError("port closed") });
  }),
);
try {
  await watch("s1");
} catch (error) {
  const { name, message, sensorId, cause } = error as SensorError;
  console.log(JSON.stringify({ name, message, sensorId, cause: String(cause) }));
}
`,
  "own.ts": `import { flow, FlowRunTimeoutError, localProcess, NestedFlowNotFoundError, ValueNotSerializableError } from "prefect-core";

const runs = {
  slow: localProcess()(flow({ name: "slow", timeoutSeconds: 0.2 }, () => new Promise<void>((resolve) => setTimeout(resolve, 60_000)))),
  unsendable: localProcess()(flow({ name: "unsendable" }, async (): Promise<unknown> => ({ callback: () => 1 }))),
  nested: localProcess()(flow({ name: "nested" }, async () => await localProcess()(flow(async function inner() {}))())),
};
const errors = await Promise.all(Object.values(runs).map((run) => run().catch((error: unknown) => error)));
const [slow, unsendable, nested] = errors;
console.log(
  JSON.stringify({
    slow: slow instanceof FlowRunTimeoutError && slow.timeoutSeconds,
    unsendable: unsendable instanceof ValueNotSerializableError && unsendable.parts.map((part) => part.path),
    nested: nested instanceof NestedFlowNotFoundError && nested.flowName,
    names: errors.map((error) => (error as Error).name),
  }),
);
`,
  "exits.ts": `import { flow, localProcess } from "prefect-core";

const stop = localProcess()(flow(async function stop(code: number): Promise<void> { process.exit(code); }));
const future = await stop.submit(3);
const error = await future.result().catch((error: Error) => error) as Error;
const messages: string[] = [];
for await (const { message } of future.logs()) messages.push(message);
console.log(JSON.stringify({ name: error.name, message: error.message, stack: error.stack, last: messages.at(-1) }));
`,
  "main.ts": `import { flow, localProcess } from "prefect-core";
import { measure } from "./measure.ts";

const watch = localProcess()(
  flow(async function watch(id: string): Promise<number> {
    return measure(id);
  }),
);
try {
  await watch("s1");
} catch (error) {
  const { name, message, sensorId, cause, stack } = error as RangeError & { sensorId: string };
  const classes = [error instanceof RangeError, cause instanceof TypeError];
  console.log(JSON.stringify({ name, message, sensorId, cause: String(cause), classes, stack }));
}
`,
};

describe("an error thrown in a remote flow", () => {
  let project: Project;

  beforeAll(async () => {
    project = await createProject(files);
  });
  afterAll(() => project.remove());

  test("arrives as its class with fields and cause, three calls deep in imported modules", async () => {
    const { stdout, stderr } = await project.node(["main.ts"]);
    const error = lastJson(stdout, stderr);
    expect(error).toMatchObject({
      name: "RangeError",
      message: "no answer from s1",
      sensorId: "s1",
      cause: "TypeError: port closed",
      classes: [true, true],
    });
  });

  test("has a stack that names the TypeScript files and lines", async () => {
    const { stdout, stderr } = await project.node(["main.ts"]);
    const frames = String(lastJson(stdout, stderr)["stack"]).split("\n").slice(1).join("\n");
    expect(frames).toMatch(/query .*sensor\.ts:15:/);
    expect(frames).toMatch(/readSensor .*sensor\.ts:11:/);
    expect(frames).toMatch(/measure .*measure\.ts:4:/);
    expect(frames).toMatch(/watch .*main\.ts:6:/);
  });

  test("keeps name, message, fields and cause where its class is not registered", async () => {
    const { stdout, stderr } = await project.node(["custom.ts"]);
    expect(lastJson(stdout, stderr)).toMatchObject({
      message: expect.stringContaining("sensor s1 is silent"),
      sensorId: "s1",
      cause: "TypeError: port closed",
    });
  });

  test("arrives as its class where it is one of this package", async () => {
    const { stdout, stderr } = await project.node(["own.ts"]);
    expect(lastJson(stdout, stderr)).toEqual({
      slow: 0.2,
      unsendable: ["result.callback"],
      nested: "inner",
      names: ["FlowRunTimeoutError", "ValueNotSerializableError", "NestedFlowNotFoundError"],
    });
  });

  test("of a process that ended itself: begins where the flow was called, and the log ends with it", async () => {
    const { stdout, stderr } = await project.node(["exits.ts"]);
    const { stack, ...error } = lastJson(stdout, stderr);
    const message = expect.stringContaining("Execution was aborted by process.exit(3). ");
    const last = expect.stringContaining("Finished in state Crashed('Execution was aborted by process.exit(3). ");
    expect(error).toEqual({ name: "InfrastructureExitedError", message, last });
    expect(stack).toMatch(/^InfrastructureExitedError: .*\n +at (?:async )?\S*exits\.ts:5:/);
  });

  test("leaves no run unfinished", async () => {
    expect(await listUnfinished(project)).toEqual([]);
  });
});

function lastJson(stdout: string, stderr: string): Record<string, unknown> {
  const line = stdout.trim().split("\n").at(-1);
  if (line?.startsWith("{")) return JSON.parse(line) as Record<string, unknown>;
  throw new Error(`The script printed no error:\n${stdout}${stderr}`);
}
