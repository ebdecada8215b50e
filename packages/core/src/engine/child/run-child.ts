import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineStart } from "../../contracts/runner-protocol.ts";
import { FlowParametersError } from "../../errors/flow-parameters-error.ts";
import { FlowRunCancelledError } from "../../errors/flow-run-cancelled-error.ts";
import { encodeThrown, type EncodedValue } from "../../serialization/encode-value.ts";
import { toResultMetadata } from "../../serialization/result-metadata.ts";
import { toStoredValue } from "../../serialization/stored-value.ts";
import { describeError } from "../describe-error.ts";
import { createPauseGate } from "../pause-gate.ts";
import { runFlow } from "../run-flow.ts";
import type { AttemptOutcome } from "../run-states.ts";
import { createChildRuntime, type ChildRuntime } from "./child-runtime.ts";
import type { Conclusion } from "./child-session.ts";
import { startRuntime } from "./current-runtime.ts";
import { createInterruption, type Interruption } from "./interruption.ts";
import { loadFlow, loadParameters } from "./load-flow.ts";
import { mapStacks } from "./map-stacks.ts";
import { readPeakMemoryBytes } from "./peak-memory.ts";
import { loadSubmitters, untilSubmittersWoundDown } from "./nested-submitters.ts";
import { openRunnerChannel, type RunnerChannel } from "./runner-channel.ts";
import { flushOutput, sendBytes } from "./send-bytes.ts";
import { uncaughtExitCode, watchProcess } from "./watch-process.ts";

const protocolVersion = 1;

/**
 * Runs the flow that a runner laid out in the directory: says over descriptor 3 how it goes, over descriptor 4 what it
 * gave, and ends the process, whatever the flow left running.
 */
export async function runChild(directory: string): Promise<never> {
  const exit = process.exit.bind(process);
  const start = JSON.parse(readFileSync(join(directory, "start.json"), "utf8")) as EngineStart;
  const interruption = createInterruption();
  const pauses = createPauseGate();
  const channel = openRunnerChannel({
    onCancel: ({ reason, deadlineSeconds }) => interruption.cancel(start.flowRunName, reason, deadlineSeconds),
    onPause: (isPaused) => pauses.see(isPaused, performance.now()),
    onClose: () => exit(1),
  });
  channel.send({ type: "hello", protocolVersion, nodeVersion: process.version });
  const watch = watchProcess({
    interruption,
    onExit: (message, exitCode) => finish(channel, toCrash(message), null, { exitCode }),
  });
  startHeartbeat(channel, start.heartbeatSeconds);

  const runtime = createChildRuntime({ start, directory, channel, interruption, pauses });
  const { conclusion, result } = await run(runtime, start, directory, interruption);
  await untilSubmittersWoundDown();
  const { outcome } = conclusion;
  const isError = outcome !== null && outcome.kind !== "completed" && outcome.kind !== "cancelled";
  if (isError) await mapStacks(outcome.error, directory);
  const value = isError ? encodeThrown(outcome.error) : outcome?.kind === "completed" ? result : null;
  const stored = value === null ? null : toStoredBytes(value);
  if (stored !== null) await sendBytes(stored.chunks);
  await flushOutput();
  watch.end();
  finish(channel, conclusion, stored, isError && watch.isUncaught(outcome.error) ? { exitCode: uncaughtExitCode } : {});
  return exit(0);
}

/** Plain JSON that Prefect would take for its own envelope travels in one. */
function toStoredBytes({ serializer, chunks }: EncodedValue): EncodedValue {
  const stored = toStoredValue(chunks, toResultMetadata({ serializer, key: null, blockDocumentId: null }));
  return { serializer, chunks: stored, byteLength: stored.reduce((total, chunk) => total + chunk.byteLength, 0) };
}

type Concluded = NonNullable<ReturnType<ChildRuntime["conclusion"]>>;

async function run(
  runtime: ChildRuntime,
  start: EngineStart,
  directory: string,
  interruption: Interruption,
): Promise<Concluded> {
  try {
    const loaded = Promise.all([loadFlow(directory, start), loadParameters(directory)]);
    const [definition, parameters] = await Promise.race([loaded, interruption.interrupted]);
    if (start.nested !== null) await loadSubmitters(directory, start.nested);
    startRuntime(runtime);
    await runFlow(runtime, definition, parameters);
  } catch (error) {
    return runtime.conclusion() ?? { conclusion: toEarlyEnd(error), result: null };
  }
  return runtime.conclusion() ?? { conclusion: toCrash("The flow ended without a state."), result: null };
}

/** How a run ends whose function was never called. */
function toEarlyEnd(error: unknown): Conclusion {
  if (FlowRunCancelledError.isInstance(error)) {
    const state = { type: "CANCELLED", name: "Cancelled", message: "Flow run was cancelled." } as const;
    return { state, outcome: { kind: "cancelled", error } };
  }
  if (FlowParametersError.isInstance(error)) {
    const message = `Validation of flow parameters failed with error: ${describeError(error)}`;
    return { state: { type: "FAILED", name: "Failed", message }, outcome: { kind: "failed", error } };
  }
  return toCrash(`Flow run could not start: ${describeError(error)}`, { kind: "crashed", error });
}

function toCrash(message: string, outcome: AttemptOutcome | null = null): Conclusion {
  return { state: { type: "CRASHED", name: "Crashed", message }, outcome };
}

function finish(
  channel: RunnerChannel,
  { state, outcome }: Conclusion,
  value: EncodedValue | null,
  exit: { readonly exitCode?: number },
): void {
  const kind = outcome?.kind === "completed" ? "result" : "error";
  channel.send({
    type: "finished",
    state,
    value: value && { kind, serializer: value.serializer, bytes: value.byteLength },
    peakMemoryBytes: readPeakMemoryBytes(),
    ...exit,
  });
}

function startHeartbeat(channel: RunnerChannel, seconds: number): void {
  const beat = (): void => channel.send({ type: "heartbeat", residentBytes: process.memoryUsage.rss() });
  beat();
  setInterval(beat, seconds * 1000).unref();
}
