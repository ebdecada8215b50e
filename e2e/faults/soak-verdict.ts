import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SoakBatch, SoakLine } from "./soak-run.ts";

/** What is wrong after a soak; empty where nothing is. */
export interface SoakVerdict {
  readonly runs: number;
  /** How many ended in each state. */
  readonly states: Readonly<Record<string, number>>;
  /** Runs without an end, or whose end is not what their callers were told. */
  readonly lost: readonly string[];
  /** Runs that ended more than once. */
  readonly duplicates: readonly string[];
}

interface EndedRun {
  readonly id: string;
  readonly stateType: string;
  readonly stateName: string;
  /** Terminal states that it was ever in. */
  readonly ends: number;
}

const terminal = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"];

/** Compares what callers were told, what the control plane says, and what storage holds. */
export async function judgeSoak(
  home: string,
  batches: readonly SoakBatch[],
  told: ReadonlyMap<number, SoakLine>,
  flowRunIds: ReadonlyMap<number, string>,
): Promise<SoakVerdict> {
  const runs = readRuns(home);
  const lost: string[] = [];
  const duplicates: string[] = [];
  const states: Record<string, number> = {};
  for (const { id, stateType, stateName, ends } of runs) {
    states[stateName] = (states[stateName] ?? 0) + 1;
    if (!terminal.includes(stateType)) lost.push(`${id} is ${stateName}`);
    if (ends > 1) duplicates.push(`${id} was in ${ends} terminal states`);
    const outcomes = await readOutcomes(home, id);
    if (outcomes.length > 1) duplicates.push(`${id} has ${outcomes.length} outcomes`);
    if (outcomes.length === 1 && outcomes[0] !== stateType) {
      lost.push(`${id} is ${stateType}, its outcome ${String(outcomes[0])}`);
    }
  }
  const byId = new Map(runs.map((run) => [run.id, run]));
  for (const batch of batches) {
    for (const { index, ends, fault } of batch.runs) {
      const line = told.get(index);
      const run = byId.get(flowRunIds.get(index) ?? "");
      if (line === undefined) {
        if (batch.submitterKilledMilliseconds === null) lost.push(`the caller of run ${index} was told nothing`);
      } else if ("value" in line) {
        if (line.value !== index || run?.stateType !== "COMPLETED") {
          lost.push(`run ${index} returned ${String(line.value)} and is ${run?.stateName}`);
        }
      } else if ("error" in line && fault === "none" && ends === "returns") {
        lost.push(`run ${index}, which nothing befell, threw ${line.error}: ${line.message}`);
      } else if ("error" in line && run?.stateType === "COMPLETED") {
        lost.push(`run ${index} completed and threw ${line.error}: ${line.message}`);
      }
    }
  }
  return { runs: runs.length, states, lost, duplicates };
}

/** The runs that have not ended. */
export function findUnfinished(home: string): readonly string[] {
  return readRuns(home).flatMap(({ id, stateType }) => (terminal.includes(stateType) ? [] : [id]));
}

/** Every run there is. */
export function readRuns(home: string): readonly EndedRun[] {
  const database = new DatabaseSync(path.join(home, "prefect-typescript.db"), { readOnly: true });
  try {
    const types = terminal.map((type) => `'${type}'`).join();
    const rows = database
      .prepare(
        `SELECT id, state_type, state_name,
           (SELECT count(*) FROM flow_run_states WHERE flow_run_id = flow_runs.id AND type IN (${types})) AS ends
         FROM flow_runs`,
      )
      .all();
    return rows.map(({ id, state_type, state_name, ends }) => ({
      id: String(id),
      stateType: String(state_type),
      stateName: String(state_name),
      ends: Number(ends),
    }));
  } finally {
    database.close();
  }
}

/** The state types of the outcomes in storage, over all attempts. */
async function readOutcomes(home: string, flowRunId: string): Promise<readonly string[]> {
  const directory = path.join(home, "storage/runs", flowRunId);
  const files = await readdir(directory, { recursive: true }).catch(() => []);
  return Promise.all(
    files
      .filter((file) => path.basename(file) === "outcome.json")
      .map(async (file) => {
        const outcome = JSON.parse(await readFile(path.join(directory, file), "utf8")) as { state: { type: string } };
        return outcome.state.type;
      }),
  );
}
