import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RunningCommand } from "../harness/run-command.ts";
import { until, within } from "./patience.ts";
import type { OpenPlatform, Platform } from "./platform.ts";
import { findRunProcesses } from "./run-processes.ts";
import type { Scenario } from "./scenario.ts";
import type { Submission, SubmissionReport } from "./submission.ts";

const commandTimeoutSeconds = 500;
const startSeconds = 60;

/** A flow run as the command line tells of it. */
export interface InspectedRun {
  readonly id: string;
  readonly state_type: string;
  readonly state_name: string;
  readonly state: { readonly message: string | null };
}

/** A user of whom a fault befalls one flow run. */
export interface FaultHome {
  readonly platform: OpenPlatform;
  /** A temporary directory of it; gone with `remove`. */
  readonly directory: string;
  /** Its `PREFECT_HOME`. */
  readonly home: string;
  /** Starts a submitter. */
  submit(submission: Omit<Submission, "on">, env?: Readonly<Record<string, string>>): RunningCommand;
  /** Runs the `prefect` command, which must succeed. */
  prefect(...args: readonly string[]): Promise<string>;
  /** The run, once it exists. Default: the newest. */
  flowRun(flowRunId?: string): Promise<InspectedRun>;
  /** Resolves once the flow itself runs, with the run's id. */
  ready(submitter: RunningCommand): Promise<string>;
  /** What the submitter reported, which it must within the scenario's bound. */
  reported(submitter: RunningCommand): Promise<SubmissionReport>;
  /** The same, as soon as it was told: the submitter may still be busy with what it leaves. */
  told(submitter: RunningCommand): Promise<SubmissionReport>;
  /** What of a run is still there: processes, what is on its platform, files of its infrastructure, leases. */
  orphans(flowRunId: string): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export async function createFaultHome(
  { open }: Platform,
  { boundSeconds, env = () => ({}) }: Pick<Scenario, "boundSeconds" | "env">,
): Promise<FaultHome> {
  const platform = await open({ env: env() });
  const { directory, prefect, start } = platform.home;
  const home = path.join(directory, "home");
  const submitters: RunningCommand[] = [];

  const listRuns = async (): Promise<readonly InspectedRun[]> =>
    JSON.parse(await prefect("flow-run", "ls", "--output", "json")) as InspectedRun[];

  return {
    platform,
    directory,
    home,
    submit(submission, given = {}) {
      const request = JSON.stringify({ on: platform.infrastructure, ...submission } satisfies Submission);
      const submitter = start("submit", [request], { env: given, timeoutSeconds: commandTimeoutSeconds });
      submitters.push(submitter);
      return submitter;
    },
    prefect,
    async flowRun(flowRunId) {
      const id = flowRunId ?? (await until(startSeconds, "a flow run", async () => (await listRuns())[0] ?? null)).id;
      return JSON.parse(await prefect("flow-run", "inspect", id, "--output", "json")) as InspectedRun;
    },
    async ready(submitter) {
      await within(startSeconds, "the flow's start", submitter.printed(/(?:- |^)ready$/m));
      const [, flowRunId = ""] = await submitter.printed(/^run (\S+)$/m);
      return flowRunId;
    },
    async reported(submitter) {
      const { stdout, stderr } = await within(boundSeconds, "the submitter's report", submitter.ended);
      const line = stdout.trim().split("\n").at(-1) ?? "";
      if (!line.startsWith("{")) throw new Error(`The submitter reported nothing:\n${stdout}${stderr}`);
      return JSON.parse(line) as SubmissionReport;
    },
    async told(submitter) {
      const printed = submitter.printed(/^(\{"flowRunId".*\})\n/m);
      const [, line = ""] = await within(boundSeconds, "the submitter's report", printed);
      return JSON.parse(line) as SubmissionReport;
    },
    async orphans(flowRunId) {
      const processes = (await findRunProcesses(flowRunId)).map(
        ({ id, command }) => `process ${id} ${command.join(" ").slice(0, 80)}`,
      );
      const files = (await readdir(path.join(home, "processes")).catch(() => [])).map((name) => `files ${name}`);
      return [...processes, ...(await platform.resources(flowRunId)), ...files, ...readLeases(home)];
    },
    async remove() {
      for (const submitter of submitters) submitter.kill("SIGKILL");
      await Promise.allSettled(submitters.map(({ ended }) => ended));
      await platform.close();
    },
  };
}

/** One whose holder is gone is free. */
function readLeases(home: string): readonly string[] {
  const file = path.join(home, "prefect-typescript.db");
  // A Prefect server has none.
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const leases = database.prepare("SELECT flow_run_id, process_id FROM leases").all();
    return leases
      .filter(({ process_id }) => existsSync(`/proc/${String(process_id)}`))
      .map(({ flow_run_id, process_id }) => `lease of ${String(flow_run_id)} by process ${String(process_id)}`);
  } finally {
    database.close();
  }
}
