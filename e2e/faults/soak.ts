import { parseArgs } from "node:util";
import { runSoak } from "./run-soak.ts";

/** What `npm run soak -- --runs 500 --seed 1` runs. Ends with 1 where anything was lost. */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "500" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
  throw new Error(
    `--runs ${values.runs} --seed ${values.seed}: both are whole numbers, and there is at least one run.`,
  );
}
console.log(`soak of ${runs} runs, seed ${seed}`);
const { lost, duplicates, orphans, states, faults } = await runSoak({ runs, seed, notify: console.log });
console.log({ states, faults });
for (const [name, lines] of Object.entries({ lost, duplicates, orphans })) {
  console.log(`${name}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}
console.log(`to repeat: npm run soak -- --runs ${runs} --seed ${seed}`);
if (lost.length + duplicates.length + orphans.length > 0) process.exitCode = 1;
