import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { mustRun, type RunningCommand, startCommand } from "../harness/run-command.ts";
import { requireSetting } from "../harness/required-setting.ts";
import { until, within } from "./patience.ts";
import { findRunProcesses } from "./run-processes.ts";
import type { Platform, Submission, SubmissionReport } from "./submission.ts";

const cli = path.resolve(import.meta.dirname, "../../packages/core/dist/cli.js");
const commandTimeoutSeconds = 280;
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
  readonly platform: Platform;
  /** A temporary directory of it; gone with `remove`. */
  readonly directory: string;
  /** Its `PREFECT_HOME`. */
  readonly home: string;
  readonly engine: string;
  /** Starts a submitter. */
  submit(submission: Omit<Submission, "on">, env?: Readonly<Record<string, string>>): RunningCommand;
  /** Runs the `prefect` command, which must succeed. */
  prefect(...args: readonly string[]): Promise<string>;
  /** The run, once it exists. Default: the newest. */
  flowRun(flowRunId?: string): Promise<InspectedRun>;
  /** Resolves once the flow itself runs. */
  ready(submitter: RunningCommand): Promise<void>;
  /** What the submitter reported, which it must within so many seconds. */
  reported(submitter: RunningCommand, seconds: number): Promise<SubmissionReport>;
  docker(...args: readonly string[]): Promise<string>;
  /** The containers that bear a run's label, ended or not. */
  containers(flowRunId: string): Promise<readonly string[]>;
  /** What of a run is still there: processes, containers, files of its infrastructure, leases. */
  orphans(flowRunId: string): Promise<readonly string[]>;
  remove(): Promise<void>;
}

export interface FaultHomeOptions {
  readonly env?: Readonly<Record<string, string>>;
}

export async function createFaultHome(platform: Platform, { env = {} }: FaultHomeOptions = {}): Promise<FaultHome> {
  const engine = requireSetting("PREFECT_TEST_DOCKER_HOST");
  const directory = await mkdtemp(path.join(tmpdir(), "prefect-faults-"));
  const home = path.join(directory, "home");
  const settings = {
    PREFECT_HOME: home,
    PREFECT_RUNNER_IMAGE: requireSetting("PREFECT_TEST_IMAGE"),
    DOCKER_HOST: engine,
    ...env,
  };
  const options = { cwd: import.meta.dirname, env: settings, timeoutSeconds: commandTimeoutSeconds };
  const node = [process.execPath, "--disable-warning=ExperimentalWarning"];
  const submitters: RunningCommand[] = [];

  const prefect: FaultHome["prefect"] = (...args) => mustRun([...node, cli, ...args], options);
  const docker: FaultHome["docker"] = (...args) =>
    mustRun(["docker", ...args], {
      ...options,
      env: {
        DOCKER_HOST: engine,
      },
    });
  const listRuns = async (): Promise<readonly InspectedRun[]> =>
    JSON.parse(await prefect("flow-run", "ls", "--output", "json")) as InspectedRun[];
  const containers: FaultHome["containers"] = async (flowRunId) => {
    const filter = `label=io.prefect.flow-run-id=${flowRunId}`;
    return (await docker("ps", "--all", "--quiet", "--no-trunc", "--filter", filter)).split("\n").filter(Boolean);
  };

  return {
    platform,
    directory,
    home,
    engine,
    submit(submission, given = {}) {
      const request = JSON.stringify({ on: platform, ...submission } satisfies Submission);
      const submitter = startCommand([...node, "flows/submit.ts", request], {
        ...options,
        env: { ...settings, ...given },
      });
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
    },
    async reported(submitter, seconds) {
      const { stdout, stderr } = await within(seconds, "the submitter's report", submitter.ended);
      const line = stdout.trim().split("\n").at(-1) ?? "";
      if (!line.startsWith("{")) throw new Error(`The submitter reported nothing:\n${stdout}${stderr}`);
      return JSON.parse(line) as SubmissionReport;
    },
    docker,
    containers,
    async orphans(flowRunId) {
      const processes = (await findRunProcesses(flowRunId)).map(
        ({ id, command }) => `process ${id} ${command.join(" ").slice(0, 80)}`,
      );
      const files = (await readdir(path.join(home, "processes")).catch(() => [])).map((name) => `files ${name}`);
      const left = platform === "docker" ? (await containers(flowRunId)).map((id) => `container ${id}`) : [];
      return [...processes, ...left, ...files, ...readLeases(home)];
    },
    async remove() {
      for (const submitter of submitters) submitter.kill("SIGKILL");
      await Promise.allSettled(submitters.map(({ ended }) => ended));
      await rm(directory, { recursive: true, force: true });
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
