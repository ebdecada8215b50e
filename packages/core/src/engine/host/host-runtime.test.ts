import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { StateProposal } from "../../contracts/state.ts";
import type { PrefectClient } from "../../control-plane/prefect-client.ts";
import { loadSettings } from "../../settings/load-settings.ts";
import type { Settings } from "../../settings/settings.ts";
import { createFlowFunction, type CreateFlow } from "../create-flow.ts";
import { getRunLogger } from "../run-logger.ts";
import { beginHostRun } from "./host-runtime.ts";

interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Accepts everything and keeps what it was asked. */
function createRecordingClient(): { readonly client: PrefectClient; readonly calls: Call[] } {
  const calls: Call[] = [];
  const answers: Record<string, (...args: never[]) => unknown> = {
    createFlow: ({ name }: { name: string }) => ({ id: `flow-${name}` }),
    createFlowRun: () => ({ id: `run-${calls.length}`, name: "brave-otter" }),
    createTaskRun: () => ({ id: `task-run-${calls.length}` }),
    setFlowRunState: (_: string, { type, name = type, message = null }: StateProposal) => ({
      status: "ACCEPT",
      state: { id: "", type, name, timestamp: new Date(), message, data: null },
    }),
  };
  const client = new Proxy({} as PrefectClient, {
    get:
      (_, method: string) =>
      async (...args: never[]): Promise<unknown> => {
        calls.push({ method, args });
        return answers[method]?.(...args);
      },
  });
  return { client, calls };
}

describe("a flow in the process that calls it", () => {
  let home: string;
  let settings: Settings;
  let calls: Call[];
  let flow: CreateFlow;
  let printed: jest.SpiedFunction<typeof process.stderr.write>;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "engine-host-"));
    settings = loadSettings({ env: { PREFECT_HOME: home }, cwd: home });
    const recording = createRecordingClient();
    calls = recording.calls;
    flow = createFlowFunction(() => ({ beginRun: (request) => beginHostRun(recording.client, settings, request) }));
    printed = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });

  afterEach(async () => {
    printed.mockRestore();
    await rm(home, { recursive: true, force: true });
  });

  const callsOf = (method: string): readonly (readonly unknown[])[] =>
    calls.filter((call) => call.method === method).map(({ args }) => args);

  test("is recorded with its parameters, tags, version and retries", async () => {
    const options = { name: "train", version: "7", tags: ["gpu"], retries: 2, retryDelaySeconds: 1.5 };
    await flow(options, (dataset: string) => dataset)("cifar");
    expect(callsOf("createFlowRun")).toEqual([
      [
        {
          flow_id: "flow-train",
          flow_version: "7",
          parameters: { dataset: "cifar" },
          tags: ["gpu"],
          state: { type: "PENDING", name: "Pending" },
          parent_task_run_id: null,
          empirical_policy: { retries: 2, retry_delay: 1 },
        },
      ],
    ]);
    expect(callsOf("setFlowRunState").map(([, proposal]) => (proposal as StateProposal).type)).toEqual([
      "RUNNING",
      "COMPLETED",
    ]);
  });

  test("is linked to the flow that called it through a placeholder task run", async () => {
    const child = flow({ name: "child" }, () => 1);
    await flow({ name: "parent" }, async () => [await child(), await child()])();
    const [parentId] = callsOf("setFlowRunState")[0] as [string];
    expect(callsOf("createTaskRun").map(([taskRun]) => taskRun)).toMatchObject([
      { name: "child-0", dynamic_key: "0", flow_run_id: parentId },
      { name: "child-1", dynamic_key: "1", flow_run_id: parentId },
    ]);
    const links = callsOf("createFlowRun").map(([run]) => (run as { parent_task_run_id: string }).parent_task_run_id);
    expect(links).toEqual([null, expect.stringMatching(/^task-run-/), expect.stringMatching(/^task-run-/)]);
  });

  test("has sent its whole log when the call returns, and printed it as Prefect does", async () => {
    await flow(() => getRunLogger().warn("low on %s", "space"))();
    const logs = callsOf("createLogs").flatMap(([batch]) => batch as { message: string; level: number }[]);
    expect(logs).toContainEqual(
      expect.objectContaining({ message: "low on space", level: 30, name: "prefect.flow_runs" }),
    );
    const lines = printed.mock.calls.map(([line]) => String(line));
    expect(lines).toContainEqual(
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} \| WARNING \| Flow run 'brave-otter' - low on space\n$/),
    );
  });

  test("keeps its result only where that is asked for, under the key that its state names", async () => {
    await flow(() => [1])();
    await flow({ persistResult: true }, () => [1])();
    const completed = callsOf("setFlowRunState").map(([, proposal]) => proposal as StateProposal);
    const [plain, kept] = completed.filter(({ type }) => type === "COMPLETED");
    expect(plain?.data).toBeUndefined();
    const key = (kept?.data as { storage_key: string } | undefined)?.storage_key ?? "";
    expect(JSON.parse(await readFile(key, "utf8"))).toEqual([1]);
  });
});
