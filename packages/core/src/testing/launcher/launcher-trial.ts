import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type {
  ExitCause,
  FoundInfrastructure,
  InfrastructureEvent,
  InfrastructureExit,
  InfrastructureReference,
  Launcher,
  LaunchRequest,
} from "../../contracts/launcher.ts";
import { InfrastructureError } from "../../errors/infrastructure-error.ts";
import { runLabels } from "../../infrastructure/run-environment.ts";
import type { LauncherSubject, LaunchWants, PlainLaunch } from "./launcher-subject.ts";

/** How a launch of a fact differs from the usual one. */
export interface LaunchChanges extends Partial<PlainLaunch> {
  readonly wants?: LaunchWants;
}

/** What was seen of a thing from its start to its end. */
export interface SeenRun {
  readonly events: readonly InfrastructureEvent[];
  readonly exit: InfrastructureExit;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

/** The surroundings of one fact: everything in it is of runs of its own, and is ended and removed after it. */
export interface LauncherTrial<Configuration> extends AsyncDisposable {
  readonly subject: LauncherSubject<Configuration>;
  readonly launcher: Launcher<Configuration>;
  /** The run that is launched unless a fact says otherwise. */
  readonly flowRunId: string;
  /** What everything of this trial bears. */
  readonly label: Readonly<Record<string, string>>;
  /** As another process would have it. */
  anotherLauncher(): Promise<Launcher<Configuration>>;
  /** A launch of JavaScript, run by Node.js there; `parameters` are in `process.argv` from 1 on. */
  request(script: string, changes?: LaunchChanges, parameters?: readonly string[]): LaunchRequest<Configuration>;
  /** Launches it; the reference is what another process would read. */
  start(script: string, changes?: LaunchChanges): Promise<InfrastructureReference>;
  /** Watches to the end. */
  watch(reference: InfrastructureReference, launcher?: Launcher<Configuration>): Promise<SeenRun>;
  /** Watches until the predicate holds; fails where the thing ends without. */
  watchUntil(
    reference: InfrastructureReference,
    predicate: (event: InfrastructureEvent) => boolean,
    launcher?: Launcher<Configuration>,
  ): Promise<void>;
  /** Why it ended, whether the launch said so or the watch. */
  causeOf(request: LaunchRequest<Configuration>): Promise<ExitCause>;
  /** What `find` gives for this trial's label and these. */
  find(
    labels?: Readonly<Record<string, string>>,
    launcher?: Launcher<Configuration>,
  ): Promise<readonly FoundInfrastructure[]>;
  /** Fails where the operation takes longer than the suite is patient. */
  within<T>(operation: Promise<T>, what: string): Promise<T>;
  /** Waits for a condition, for as long as the suite is patient. */
  until(condition: () => Promise<boolean>, what: string): Promise<void>;
}

const trialLabel = "prefect.io/launcher-trial";
const pollMilliseconds = 50;

/** Launches look like those of submission. */
export async function startTrial<Configuration>(
  subject: LauncherSubject<Configuration>,
  patienceSeconds: number,
): Promise<LauncherTrial<Configuration>> {
  const label = { [trialLabel]: randomUUID() };
  const ownRun = randomUUID();
  const launcher = await subject.createLauncher();

  const request: LauncherTrial<Configuration>["request"] = (
    script,
    { wants = {}, ...changes } = {},
    parameters = [],
  ) => {
    const { flowRunId = ownRun, attempt = 1, expiresAt = new Date(Date.now() + 3_600_000) } = changes;
    const launch: PlainLaunch = {
      flowRunId,
      attempt,
      name: `trial-${flowRunId.slice(0, 8)}`,
      command: [...(subject.node ?? ["node"]), "--eval", script, "--", ...parameters],
      env: {},
      expiresAt,
      ...changes,
      labels: { ...toLabels(flowRunId, attempt, expiresAt), ...label, ...changes.labels },
    };
    return subject.toRequest(launch, wants);
  };

  async function within<T>(operation: Promise<T>, what: string): Promise<T> {
    const done = new AbortController();
    const late = delay(patienceSeconds * 1000, undefined, { signal: done.signal }).then(() => {
      throw new assert.AssertionError({ message: `Nothing came of it within ${patienceSeconds} s: ${what}` });
    });
    late.catch(() => undefined);
    return Promise.race([operation, late]).finally(() => done.abort());
  }

  async function watchWhile(
    reference: InfrastructureReference,
    wanted: (event: InfrastructureEvent) => boolean,
    by: Launcher<Configuration>,
  ): Promise<readonly InfrastructureEvent[]> {
    const events: InfrastructureEvent[] = [];
    const controller = new AbortController();
    const watching = (async () => {
      for await (const event of by.watch(reference, { signal: controller.signal })) {
        events.push(event);
        if (!wanted(event)) break;
      }
    })();
    try {
      await within(watching, `watching; seen so far: ${JSON.stringify(events.slice(-5))}`);
    } catch (error) {
      controller.abort(error);
      throw error;
    }
    return events;
  }

  const trial: LauncherTrial<Configuration> = {
    subject,
    launcher,
    flowRunId: ownRun,
    label,
    anotherLauncher: async () => subject.createLauncher(),
    request,
    async start(script, changes) {
      return throughJson(await within(launcher.launch(request(script, changes)), "launching"));
    },
    async watch(reference, by = launcher) {
      const events = await watchWhile(reference, () => true, by);
      const linesOf = (stream: string): readonly string[] =>
        events.flatMap((event) => (event.kind === "output" && event.stream === stream ? [event.line] : []));
      const exits = events.filter((event) => event.kind === "exited");
      assert.equal(exits.length, 1, "a watch tells of exactly one exit");
      const exit = events.at(-1);
      assert.ok(exit?.kind === "exited", "nothing follows the exit");
      return { events, exit, stdout: linesOf("stdout"), stderr: linesOf("stderr") };
    },
    async watchUntil(reference, predicate, by = launcher) {
      const events = await watchWhile(reference, (event) => !predicate(event), by);
      const last = events.at(-1);
      assert.ok(
        last !== undefined && predicate(last),
        `the thing ended too early: ${JSON.stringify(events.slice(-5))}`,
      );
    },
    async causeOf(launch) {
      try {
        return (await trial.watch(throughJson(await within(launcher.launch(launch), "launching")))).exit.cause;
      } catch (error) {
        if (InfrastructureError.isInstance(error)) return error.exitCause;
        throw error;
      }
    },
    async find(labels = {}, by = launcher) {
      const found: FoundInfrastructure[] = [];
      for await (const one of by.find({ ...label, ...labels })) {
        found.push({ ...one, reference: throughJson(one.reference) });
      }
      return found;
    },
    within,
    async until(condition, what) {
      const deadline = performance.now() + patienceSeconds * 1000;
      while (!(await condition())) {
        assert.ok(performance.now() < deadline, `It did not come to be within ${patienceSeconds} s: ${what}`);
        await delay(pollMilliseconds);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { reference } of await trial.find()) {
        await within(launcher.kill(reference, { graceSeconds: 0 }), "killing what a fact left");
        await within(launcher.cleanup(reference), "removing what a fact left");
      }
    },
  };
  return trial;
}

export const isLine =
  (line: string) =>
  (event: InfrastructureEvent): boolean =>
    event.kind === "output" && event.line === line;

/** As another process would read it; it must be JSON to survive that. */
export function throughJson(reference: InfrastructureReference): InfrastructureReference {
  const copy = JSON.parse(JSON.stringify(reference)) as InfrastructureReference;
  assert.deepEqual(copy, reference, "a reference is JSON");
  return copy;
}

/** Those that submission puts on every launch. */
function toLabels(flowRunId: string, attempt: number, expiresAt: Date): Readonly<Record<string, string>> {
  const flow = { id: "0195f3a8-0000-7000-8000-000000000001", name: "trial" };
  const workPool = { id: "0195f3a8-0000-7000-8000-000000000002", name: "trials" };
  return runLabels({ flowRunId, flowRunName: "calm-otter", attempt, expiresAt, flow, workPool, version: "0.0.0" });
}
