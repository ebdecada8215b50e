import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowBrand } from "../contracts/flow.ts";
import type { State } from "../contracts/state.ts";
import type { FlowRunFuture } from "../contracts/flow-run-future.ts";
import { readAllPages } from "../control-plane/read-all-pages.ts";
import { openControlPlane } from "../control-plane/open-control-plane.ts";
import { processInfrastructure } from "../infrastructure/process/local-process.ts";
import { installSettingsContext, loadSettings } from "../settings/load-settings.ts";
import type { Binding } from "../submission/binding.ts";
import { installRehearsal } from "../submission/rehearsal.ts";
import { toState } from "../submission/to-state.ts";
import { submitInline } from "./submit-inline.ts";

export interface TestHarnessOptions {
  /**
   * `inline` runs bound flows in this process, their parameters and results encoded and decoded as for a remote run, so
   * that spies and breakpoints work. `process` really packs them and runs each in a process of its own. Default: `inline`.
   */
  readonly infrastructure?: "inline" | "process";
}

/** A run that took place in a harness. */
export interface HarnessRun {
  readonly flowRunId: string;
  readonly name: string;
  readonly flowName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly state: State;
}

/** A world of its own for one test: nothing that happens in it touches the user's pools, runs or settings. */
export interface TestHarness extends AsyncDisposable {
  /** The temporary `PREFECT_HOME`. */
  readonly home: string;
  /** Every run so far, in the order they were created. */
  runs(): Promise<readonly HarnessRun[]>;
  /** From now on runs of the flow throw this instead of calling its function. */
  fail(flow: unknown, error: unknown): void;
}

/**
 * Takes over every bound flow of this process until it is disposed: `await using harness = await testHarness()`.
 * Settings of the environment, of profiles and of the project's files are put aside meanwhile. One harness at a time.
 */
export async function testHarness({ infrastructure = "inline" }: TestHarnessOptions = {}): Promise<TestHarness> {
  const home = await mkdtemp(join(tmpdir(), "prefect-test-"));
  const restoreSettings = isolateSettings(home);
  const client = await openControlPlane(loadSettings());
  const failures = new Map<unknown, unknown>();
  const futures = new Set<FlowRunFuture<unknown>>();

  function rehearse({ flow, ...binding }: Binding): Binding {
    if (!failures.has(flow.fn)) return { ...binding, flow };
    const error = failures.get(flow.fn);
    const fn = (): never => {
      throw error;
    };
    const { name, options, changes, parameterNames, hasRestParameter, site } = flow;
    return { ...binding, flow: { name, options, changes, parameterNames, hasRestParameter, site, fn } };
  }

  installRehearsal({
    async submit(binding, args) {
      const rehearsed = rehearse(binding);
      // A function that was replaced here has no source to pack.
      if (infrastructure === "inline" || failures.has(binding.flow.fn)) {
        const future = await submitInline(rehearsed, args);
        futures.add(future);
        const forget = (): void => void futures.delete(future);
        future.wait().then(forget, forget);
        return future;
      }
      const { includeFiles, env } = binding.options;
      const options = { ...(includeFiles && { includeFiles }), ...(env && { env }) };
      return { ...binding, infrastructure: processInfrastructure as unknown as Binding["infrastructure"], options };
    },
  });

  return {
    home,
    async runs() {
      const records = await readAllPages((page) => client.filterFlowRuns({ sort: "ID_DESC", ...page }));
      const runs = await Promise.all(
        records.map(async (record) => ({
          flowRunId: record.id,
          name: record.name,
          flowName: (await client.readFlow(record.flow_id)).name,
          parameters: record.parameters,
          tags: record.tags,
          state: toState(record),
          created: record.created ?? "",
        })),
      );
      return runs
        .toSorted((left, right) => left.created.localeCompare(right.created))
        .map(({ created: _created, ...run }) => run);
    },
    fail(flow, error) {
      failures.set(functionOf(flow), error);
    },
    async [Symbol.asyncDispose]() {
      installRehearsal(null);
      await Promise.allSettled([...futures].map((future) => future.cancel()));
      restoreSettings();
      await client.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function functionOf(flow: unknown): unknown {
  const { local } = flow as { local?: FlowBrand };
  return (local ?? (flow as FlowBrand))["~flow"].fn;
}

/** Processes that are started get the home through the environment; this process reads no settings but these. */
function isolateSettings(home: string): () => void {
  const before = Object.entries(process.env).filter(([name]) => name.startsWith("PREFECT_"));
  for (const [name] of before) delete process.env[name];
  process.env["PREFECT_HOME"] = home;
  const level = before.find(([name]) => name === "PREFECT_LOGGING_LEVEL")?.[1];
  installSettingsContext({ env: { PREFECT_HOME: home, PREFECT_LOGGING_LEVEL: level }, cwd: home });
  return () => {
    installSettingsContext(null);
    delete process.env["PREFECT_HOME"];
    for (const [name, value] of before) process.env[name] = value;
  };
}
