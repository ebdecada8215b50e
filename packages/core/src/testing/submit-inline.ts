import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import type { LogRecord } from "../contracts/log-record.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import { bindArguments } from "../engine/bind-arguments.ts";
import type { FlowRunSession, FlowRuntime } from "../engine/flow-runtime.ts";
import { createHostRuntime } from "../engine/host/host-runtime.ts";
import { runFlow } from "../engine/run-flow.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import type { FlowDefinition, NamedParameters } from "../contracts/flow.ts";
import { decodeValue } from "../serialization/decode-value.ts";
import { encodeThrown, encodeValue, type EncodedValue } from "../serialization/encode-value.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { Binding } from "../submission/binding.ts";
import { toState } from "../submission/to-state.ts";
import { withinWait } from "../submission/waiting.ts";

/** Runs a bound flow in this process, on copies of its parameters, and gives a copy of what it returns. */
export async function submitInline(binding: Binding, args: readonly unknown[]): Promise<FlowRunFuture<unknown>> {
  const { run } = binding;
  const flow = withRunOptions(binding);
  const parameters = copy(encodeValue(bindArguments(flow, args), { rootName: "parameters" })) as NamedParameters;
  const cancellation = new AbortController();
  const logs: LogRecord[] = [];
  const begun = Promise.withResolvers<FlowRunSession>();
  const runtime = observe(
    createHostRuntime(),
    begun.resolve,
    AbortSignal.any([cancellation.signal, run.signal ?? cancellation.signal]),
    logs,
  );

  const result = runFlow(runtime, flow, parameters).then(
    (value) => copy(encodeValue(value, { rootName: "result" })),
    (error) => Promise.reject(copy(encodeThrown(error))),
  );
  result.catch(begun.reject);
  const { id, name } = await begun.promise;
  const ended = result.then(
    () => undefined,
    () => undefined,
  );

  async function state() {
    const client = await openControlPlane(loadSettings());
    return toState(await client.readFlowRun(id));
  }

  return {
    flowRunId: id,
    state,
    async wait(options) {
      await withinWait(ended, id, options);
      return await state();
    },
    result: (options) => withinWait(result, id, options),
    async *logs({ since } = {}) {
      await ended;
      yield* logs.filter(({ timestamp }) => since === undefined || timestamp >= since);
    },
    async cancel() {
      cancellation.abort(new FlowRunCancelledError({ flowRunName: name, reason: "its future was cancelled" }));
      await ended;
    },
    detach: () => undefined,
    toJSON: () => ({ flowRunId: id }),
  };
}

/** What `with()` says about the call, as options of the flow that runs here. */
function withRunOptions({ flow, run: { flowRunName, tags = [], timeoutSeconds } }: Binding): FlowDefinition {
  const options = {
    ...flow.options,
    tags: [...(flow.options.tags ?? []), ...tags],
    ...(flowRunName === undefined ? {} : { flowRunName }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
  return { ...flow, options };
}

function observe(
  runtime: FlowRuntime,
  onBegin: (session: FlowRunSession) => void,
  signal: AbortSignal,
  logs: LogRecord[],
): FlowRuntime {
  return {
    async beginRun(request) {
      const session = await runtime.beginRun(request);
      const observed: FlowRunSession = {
        ...session,
        get name() {
          return session.name;
        },
        interruption: AbortSignal.any([session.interruption, signal]),
        log(entry) {
          session.log(entry);
          logs.push({ ...entry, flowRunId: session.id, stream: "logger" });
        },
      };
      onBegin(observed);
      return observed;
    },
  };
}

function copy({ chunks, serializer }: EncodedValue): unknown {
  return decodeValue(Buffer.concat(chunks), serializer);
}
