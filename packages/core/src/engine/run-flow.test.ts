import { describe, expect, jest, test } from "@jest/globals";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { FlowOptions } from "../contracts/flow.ts";
import type { OrchestrationAnswer, StateProposal } from "../contracts/state.ts";
import { orchestrate } from "../control-plane/orchestration/orchestrate.ts";
import type { OrchestratedRun } from "../control-plane/orchestration/orchestrated-run.ts";
import { FlowParametersError } from "../errors/flow-parameters-error.ts";
import { FlowRunCancelledError } from "../errors/flow-run-cancelled-error.ts";
import { FlowRunNotStartedError } from "../errors/flow-run-not-started-error.ts";
import { FlowRunTimeoutError } from "../errors/flow-run-timeout-error.ts";
import { getRunContext } from "./active-run.ts";
import { createFlowFunction, type CreateFlow } from "./create-flow.ts";
import type { FlowRunSession, FlowRuntime, LogEntry, RunRequest } from "./flow-runtime.ts";
import { getRunLogger } from "./run-logger.ts";

interface RecordedRun {
  readonly request: RunRequest;
  readonly states: string[];
  readonly messages: (string | null | undefined)[];
  readonly logs: LogEntry[];
  readonly interruption: AbortController;
  name: string;
  closed: boolean;
}

type Answer = (proposal: StateProposal) => OrchestrationAnswer | undefined;

/** Runs are kept in memory and obey the control plane's own rules; `answer` may rule first. */
function createMemoryRuntime(answer: Answer = () => undefined): FlowRuntime & { readonly runs: RecordedRun[] } {
  const runs: RecordedRun[] = [];
  return {
    runs,
    async beginRun(request): Promise<FlowRunSession> {
      const id = `run-${runs.length}`;
      const interruption = new AbortController();
      const recorded: RecordedRun = {
        request,
        states: [],
        messages: [],
        logs: [],
        interruption,
        name: `generated-${runs.length}`,
        closed: false,
      };
      runs.push(recorded);
      let run: OrchestratedRun = {
        id,
        state: null,
        run_count: 0,
        start_time: null,
        end_time: null,
        expected_start_time: null,
        next_scheduled_start_time: null,
        total_run_time: 0,
        empirical_policy: { retries: request.definition.options.retries ?? 0, retry_delay: 0 },
        infrastructure_pid: null,
        deployment_id: null,
        parent_task_run_id: null,
      };
      const propose = async (proposal: StateProposal): Promise<OrchestrationAnswer> => {
        const ruled = answer(proposal);
        if (ruled !== undefined) return ruled;
        const { result, run: next } = orchestrate(
          run,
          { type: proposal.type, name: proposal.name, message: proposal.message },
          { now: new Date(), stateId: `${id}-${recorded.states.length}` },
        );
        run = next;
        const { state, details } = result;
        if (result.status === "WAIT" || result.status === "ABORT" || state === null) {
          const reason = "reason" in details ? (details.reason ?? "") : "";
          return result.status === "WAIT" ? { status: "WAIT", delaySeconds: 0, reason } : { status: "ABORT", reason };
        }
        const { type, name, message } = state;
        recorded.states.push(name ?? type);
        recorded.messages.push(message);
        const entered = {
          id: state.id ?? "",
          type,
          name: name ?? type,
          timestamp: new Date(),
          message: message ?? null,
        };
        return result.status === "ACCEPT"
          ? { status: "ACCEPT", state: { ...entered, data: null } }
          : { status: "REJECT", state: { ...entered, data: null }, reason: "retry" };
      };
      await propose({ type: "PENDING" });
      return {
        id,
        get name() {
          return recorded.name;
        },
        tags: request.tags,
        firstRunCount: 1,
        interruption: interruption.signal,
        resumed: async () => undefined,
        settleSeconds: () => 0,
        keepResult: () => Promise.resolve(undefined),
        readyError: () => Promise.resolve(),
        propose,
        rename: async (name) => {
          recorded.name = name;
        },
        log: (entry) => void recorded.logs.push(entry),
        close: async () => {
          recorded.closed = true;
        },
      };
    },
  };
}

function setUp(answer?: Answer): { readonly flow: CreateFlow; readonly runs: RecordedRun[] } {
  const runtime = createMemoryRuntime(answer);
  return { flow: createFlowFunction(() => runtime), runs: runtime.runs };
}

const until = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));

describe("a flow that is called", () => {
  test("returns what its function returned, as it is", async () => {
    const { flow, runs } = setUp();
    const value = new Map([["a", 1]]);
    expect(await flow(() => value)()).toBe(value);
    expect(runs[0]?.states).toEqual(["Pending", "Running", "Completed"]);
    expect(runs[0]?.closed).toBe(true);
  });

  test("throws what its function threw, the same object, and ends Failed with Prefect's message", async () => {
    const { flow, runs } = setUp();
    const error = new TypeError("boom");
    await expect(flow(() => Promise.reject(error))()).rejects.toBe(error);
    expect(runs[0]?.states).toEqual(["Pending", "Running", "Failed"]);
    expect(runs[0]?.messages.at(-1)).toBe("Flow run encountered an exception: TypeError: boom");
  });

  test("names its parameters by the signature and drops arguments beyond it", async () => {
    const { flow, runs } = setUp();
    const sum = flow((a: number, b = 2, ...rest: number[]) => a + b + rest.length);
    expect(await sum(1)).toBe(3);
    expect(await sum(1, 5, 7, 9)).toBe(8);
    const one = flow((a: number) => a);
    expect(await Promise.all([4].map(one as (item: number) => Promise<number>))).toEqual([4]);
    expect(runs.map(({ request }) => request.parameters)).toEqual([
      { a: 1, rest: [] },
      { a: 1, b: 5, rest: [7, 9] },
      { a: 4 },
    ]);
  });

  test("runs again as often as `retries` says, with the run's count and delays", async () => {
    const { flow, runs } = setUp();
    const delays: number[] = [];
    const counts: number[] = [];
    const options: FlowOptions = {
      retries: 2,
      retryDelaySeconds: (retry) => {
        delays.push(retry);
        return 0;
      },
    };
    const flaky = flow(options, () => {
      counts.push(getRunContext().flowRun.runCount);
      if (counts.length < 3) throw new Error("again");
      return "done";
    });
    expect(await flaky()).toBe("done");
    expect(counts).toEqual([1, 2, 3]);
    expect(delays).toEqual([1, 2]);
    const retried = ["AwaitingRetry", "Retrying", "AwaitingRetry", "Retrying", "Completed"];
    expect(runs[0]?.states).toEqual(["Pending", "Running", ...retried]);
  });

  test("ends TimedOut when its function ignores the signal", async () => {
    const { flow, runs } = setUp();
    let seen: AbortSignal | undefined;
    const stuck = flow({ timeoutSeconds: 0.01 }, () => {
      seen = getRunContext().signal;
      return new Promise<never>(() => undefined);
    });
    await expect(stuck()).rejects.toThrow(FlowRunTimeoutError);
    expect(seen?.aborted).toBe(true);
    expect(runs[0]?.states.at(-1)).toBe("TimedOut");
    expect(runs[0]?.messages.at(-1)).toBe("Flow run exceeded timeout of 0.01 second(s)");
  });

  test("ends TimedOut when its function kept the thread busy past the limit", async () => {
    const { flow, runs } = setUp();
    const busy = flow({ timeoutSeconds: 0.005 }, () => {
      const end = performance.now() + 10;
      while (performance.now() < end);
      return "too late";
    });
    await expect(busy()).rejects.toThrow("Flow run exceeded timeout");
    expect(runs[0]?.states.at(-1)).toBe("TimedOut");
  });

  test("ends Cancelled when it is cancelled from outside", async () => {
    const { flow, runs } = setUp();
    const onCancellation = jest.fn();
    const waiting = flow({ onCancellation: [onCancellation as never] }, async () => {
      queueMicrotask(() =>
        runs[0]?.interruption.abort(new FlowRunCancelledError({ flowRunName: "x", reason: "a user asked" })),
      );
      await until(getRunContext().signal);
    });
    await expect(waiting()).rejects.toThrow("a user asked");
    expect(runs[0]?.states.at(-1)).toBe("Cancelled");
    expect(onCancellation).toHaveBeenCalledTimes(1);
  });

  test("ends Crashed when something beside its function interrupts it", async () => {
    const { flow, runs } = setUp();
    const stray = flow(async () => {
      queueMicrotask(() => runs[0]?.interruption.abort(new RangeError("stray")));
      await until(getRunContext().signal);
    });
    await expect(stray()).rejects.toThrow("stray");
    expect(runs[0]?.states.at(-1)).toBe("Crashed");
    expect(runs[0]?.messages.at(-1)).toBe("Execution was interrupted by an unexpected exception: RangeError: stray");
  });

  test("waits while the control plane says so, and starts then", async () => {
    let waits = 2;
    const { flow, runs } = setUp((proposal) =>
      proposal.type === "RUNNING" && waits-- > 0 ? { status: "WAIT", delaySeconds: 0.001, reason: "slot" } : undefined,
    );
    await flow(() => "x")();
    expect(runs[0]?.states).toEqual(["Pending", "Running", "Completed"]);
    expect(waits).toBe(-1);
  });

  test("does not call its function when the control plane aborts the start", async () => {
    const { flow } = setUp(({ type }) =>
      type === "RUNNING" ? { status: "ABORT", reason: "already done" } : undefined,
    );
    const fn = jest.fn();
    await expect(flow(fn as () => void)()).rejects.toThrow(FlowRunNotStartedError);
    expect(fn).not.toHaveBeenCalled();
  });

  test("is not left unfinished when the control plane fails", async () => {
    const { flow, runs } = setUp((proposal) => {
      if (proposal.type === "RUNNING") throw new Error("unreachable");
      return undefined;
    });
    await expect(flow(() => "x")()).rejects.toThrow("unreachable");
    expect(runs[0]?.states.at(-1)).toBe("Crashed");
  });

  test("is named by its template before it starts", async () => {
    const { flow, runs } = setUp();
    await flow({ flowRunName: "train-{dataset}" }, (dataset: string) => dataset)("cifar");
    expect(runs[0]?.name).toBe("train-cifar");
  });
});

describe("hooks", () => {
  test("are called with the flow, the run and the state; what one throws is logged and changes nothing", async () => {
    const { flow, runs } = setUp();
    const seen: string[] = [];
    const note = (_: unknown, run: { name: string }, state: { name: string }): void => {
      seen.push(`${run.name} ${state.name}`);
    };
    const broken = (): void => {
      throw new Error("hook broke");
    };
    const fine = flow({ onRunning: [note], onCompletion: [broken, note], onFailure: [note] }, () => 1);
    expect(await fine()).toBe(1);
    expect(seen).toEqual(["generated-0 Running", "generated-0 Completed"]);
    expect(runs[0]?.logs.map(({ message }) => message)).toContainEqual(
      "An error was encountered while running hook 'broken': Error: hook broke",
    );
  });
});

describe("a flow that is called by a flow", () => {
  test("is its child, inherits its tags, and is told when it ends early", async () => {
    const { flow, runs } = setUp();
    const child = flow({ name: "child", tags: ["own"] }, async () => await until(getRunContext().signal));
    const parent = flow({ name: "parent", tags: ["shared"], timeoutSeconds: 0.01 }, async () => {
      await child();
    });
    await expect(parent()).rejects.toThrow(FlowRunTimeoutError);
    expect(runs[1]?.request.parent?.session.id).toBe("run-0");
    expect(runs[1]?.request.tags).toEqual(["shared", "own"]);
    while (runs[1]?.closed !== true) await new Promise((resolve) => setImmediate(resolve));
    expect(runs[1]?.states.at(-1)).toBe("Cancelled");
  });
});

describe("parameters with a schema", () => {
  const schema: StandardSchemaV1<{ n: string }, { n: number }> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => {
        const { n } = value as { n: unknown };
        if (typeof n === "string") return { value: { n: Number(n) } };
        const text = { message: "expected text", path: ["n"] };
        return { issues: [text, { message: "too deep", path: ["list", 0, { key: "x" }] }] };
      },
    },
  };

  test("are parsed once and keep their keys as the run's parameters", async () => {
    const { flow, runs } = setUp();
    expect(await flow({ parameters: schema }, ({ n }) => n + 1)({ n: "4" })).toBe(5);
    expect(runs[0]?.request.parameters).toEqual({ n: "4" });
  });

  test("that do not fit are reported by every path, before a run exists", async () => {
    const { flow, runs } = setUp();
    const call = flow({ name: "typed", parameters: schema }, () => 1)({ n: 4 as never });
    await expect(call).rejects.toThrow(FlowParametersError);
    await expect(call).rejects.toThrow(/parameters\.n: expected text\n {2}parameters\.list\[0\]\.x: too deep/);
    expect(runs).toHaveLength(0);
  });
});

describe("logging", () => {
  test("formats details, and takes prints of runs that ask for it and of no others", async () => {
    const { flow, runs } = setUp();
    const printed = jest.spyOn(console, "log").mockImplementation(() => undefined);
    const quiet = flow({ logPrints: false }, () => globalThis.console.log("printed"));
    const loud = flow({ logPrints: true }, async () => {
      globalThis.console.log("loud %d", 3);
      getRunLogger().warn("at %s", "dawn", { a: 1 });
      await quiet();
    });
    await loud();
    expect(runs[0]?.logs.map(({ level, message }) => [level, message])).toEqual(
      expect.arrayContaining([
        [20, "loud 3"],
        [30, "at dawn { a: 1 }"],
      ]),
    );
    expect(printed.mock.calls).toEqual([["printed"]]);
    printed.mockRestore();
  });

  test("is refused outside a run", () => {
    expect(() => getRunLogger()).toThrow("getRunLogger() was called outside a flow run");
  });
});

test("the stack of an error is readied for reading, also that of a result that cannot be kept", async () => {
  const unkeepable = new TypeError("result: functions cannot be sent");
  const readied: unknown[] = [];
  const runtime = createMemoryRuntime();
  const flow = createFlowFunction(() => ({
    async beginRun(request) {
      return {
        ...(await runtime.beginRun(request)),
        keepResult: () => Promise.reject(unkeepable),
        readyError: async (error) => void readied.push(error),
      };
    },
  }));
  await expect(flow(() => 1)()).rejects.toBe(unkeepable);
  expect(readied).toEqual([unkeepable]);
});
