import { expect, test } from "@jest/globals";
import { loadScale } from "../harness/scale.ts";
import { runSoak } from "./run-soak.ts";

const fullRuns = 100;
const seed = 20_261_124;

test("of many runs that faults befall at random none is lost, none ends twice, and nothing of them is left", async () => {
  const runs = Math.max(10, Math.round(fullRuns * loadScale()));
  const result = await runSoak({ runs, seed });
  const told = `soak of ${runs} runs, seed ${seed}: ${JSON.stringify({ states: result.states, faults: result.faults })}`;
  process.stdout.write(`${told}\n`);
  expect(result).toMatchObject({ lost: [], duplicates: [], orphans: [] });
  expect(result.runs).toBeGreaterThan(0);
}, 900_000);
