import { createHash, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { gzipSync } from "node:zlib";
import { writeManifest } from "../bundle/manifest-store.ts";
import { codeKey, engineKey, inputKey } from "../bundle/run-layout.ts";
import type { BundleManifest, BundleObject } from "../contracts/bundle-manifest.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";
import type { Storage } from "../contracts/storage.ts";
import { createMemoryStorage } from "../storage/memory-storage.ts";
import { executeRun } from "./execute-run.ts";
import type { TerminationSignal, TerminationSignals } from "./termination.ts";

/** What every stand-in engine of a test begins with: the protocol's two ends, and the most usual messages. */
const preamble = `
import { Socket } from "node:net";
import { writeSync, readFileSync } from "node:fs";
const channel = new Socket({ fd: 3 });
const result = new Socket({ fd: 4 });
const say = (message) => new Promise((done) => channel.write(JSON.stringify(message) + "\\n", done));
const put = (bytes) => new Promise((done) => result.write(bytes, done));
const heard = [];
const waiting = [];
let rest = "";
channel.on("data", (chunk) => {
  const lines = (rest + chunk).split("\\n");
  rest = lines.pop();
  for (const line of lines) (waiting.shift() ?? ((message) => heard.push(message)))(JSON.parse(line));
});
const hear = () => heard.length > 0 ? heard.shift() : new Promise((done) => waiting.push(done));
const hello = () => say({ type: "hello", protocolVersion: 1, nodeVersion: process.version });
const running = async () => {
  await say({ type: "propose-state", id: 1, state: { type: "RUNNING", name: "Running", message: null } });
  return hear();
};
const finish = (state, value) => say({
  type: "finished",
  state: { type: state, name: state[0] + state.slice(1).toLowerCase(), message: null },
  value,
  peakMemoryBytes: 1000,
});
const complete = async (text) => {
  await put(text);
  await finish("COMPLETED", { kind: "result", serializer: "json", bytes: Buffer.byteLength(text) });
  process.exit(0);
};
`;

/** A run in storage whose engine does what a test wants. */
export interface StandInRun {
  readonly storage: Storage;
  readonly manifest: BundleManifest;
  /** Runs it; signals are sent through `signals`. */
  execute(overrides?: Partial<Parameters<typeof executeRun>[0]>): Promise<StandInExecution>;
  readonly signals: TerminationSignals & { send(signal: TerminationSignal): void };
  /** Resolves once the runner printed an event that fits. */
  printed(fits: (event: RunnerEvent) => boolean): Promise<RunnerEvent>;
}

export interface StandInExecution {
  readonly exitCode: number;
  readonly events: readonly RunnerEvent[];
  readonly errors: string;
}

/** @param body the statements of `runChild(directory)` */
export async function createStandInRun(
  body: string,
  { storage = createMemoryStorage(), ...run }: { storage?: Storage } & Partial<BundleManifest["run"]> = {},
): Promise<StandInRun> {
  const flowRunId = randomUUID();
  const engine = `${preamble}\nexport async function runChild(directory) {\n${body}\n}\n`;
  const manifest: BundleManifest = {
    formatVersion: 1,
    flowRunId,
    attempt: 1,
    flowName: "train",
    engine: await putPart(storage, engineKey, engine),
    code: { ...(await putPart(storage, codeKey, "export const train = () => 1;\n")), sourceMap: null, values: null },
    files: null,
    layer: null,
    nested: null,
    input: await putPart(storage, () => inputKey(flowRunId, 1), "{}"),
    exportName: "train",
    minimumNodeMajor: 22,
    run: { name: "olive-crab", tags: [], parameterNames: [], options: {}, resultStorage: null, ...run },
  };
  await writeManifest(storage, manifest);
  const signals = createSignals();
  const events = createEventLog();
  return {
    storage,
    manifest,
    signals,
    printed: events.printed,
    async execute(overrides = {}) {
      const errors: string[] = [];
      const exitCode = await executeRun({
        storage,
        flowRunId,
        attempt: 1,
        environment: {
          ...process.env,
          // Exhausted within a second, where a test wants that.
          NODE_OPTIONS: "--max-old-space-size=64",
          PREFECT__RUNNER_EVENTS: "json",
          PREFECT__RUNNER_GRACE_SECONDS: "20",
        },
        stdout: events.stream,
        stderr: collectInto(errors),
        signals,
        retry: { retries: 3, firstDelaySeconds: 0.001, longestDelaySeconds: 0.001 },
        ...overrides,
      });
      return { exitCode, events: events.all, errors: errors.join("") };
    },
  };
}

async function putPart(storage: Storage, toKey: (sha256: string) => string, text: string): Promise<BundleObject> {
  const sha256 = createHash("sha256").update(text).digest("hex");
  const key = toKey(sha256);
  const bytes = key.endsWith(".gz") ? gzipSync(text) : Buffer.from(text);
  await storage.write(key, bytes);
  return { key, sha256, bytes: bytes.length };
}

function createSignals(): StandInRun["signals"] {
  const emitter = new EventEmitter();
  return {
    subscribe(listener) {
      emitter.on("signal", listener);
      return () => void emitter.off("signal", listener);
    },
    send: (signal) => void emitter.emit("signal", signal),
  };
}

function createEventLog() {
  const all: RunnerEvent[] = [];
  const emitter = new EventEmitter();
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString("utf8").trimEnd().split("\n")) {
        const event = JSON.parse(line) as RunnerEvent;
        all.push(event);
        emitter.emit("event", event);
      }
      done();
    },
  });
  const printed = (fits: (event: RunnerEvent) => boolean): Promise<RunnerEvent> => {
    const past = all.find(fits);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve) => {
      emitter.on("event", (event: RunnerEvent) => {
        if (fits(event)) resolve(event);
      });
    });
  };
  return { all, stream, printed };
}

function collectInto(texts: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      texts.push(chunk.toString("utf8"));
      done();
    },
  });
}
