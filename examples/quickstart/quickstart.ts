import { performance } from "node:perf_hooks";
import { flow } from "prefect-core";
import { analyseDecade, type DecadeReport } from "./analyse-decade.ts";
import { type RunPhases, measurePhases } from "./run-phases.ts";
import { loadWeeklyMeasurements, splitByDecade } from "./weekly-measurements.ts";

const report = flow(async function report() {
  const decades = splitByDecade(await loadWeeklyMeasurements());
  const runs = [...decades].map(([decade, measurements]) =>
    measurePhases(() => analyseDecade.submit(decade, measurements)),
  );
  return (await Promise.all(runs)).toSorted((one, other) => one.result.decade - other.result.decade);
});

const startedAt = performance.now();
const outcomes = await report();
printResult(outcomes.map((outcome) => outcome.result));
printPhases(outcomes.map((outcome) => outcome.phases));
console.log(`\n${outcomes.length} remote runs in ${seconds((performance.now() - startedAt) / 1000)}`);

function printResult(decades: readonly DecadeReport[]): void {
  console.log("\nAtmospheric CO2 at Mauna Loa, by decade");
  console.table(
    decades.map(({ decade, weeks, meanPpm, risePerYear }) => ({
      decade: `${decade}s`,
      weeks,
      "mean (ppm)": meanPpm.toFixed(1),
      "rise (ppm per year)": risePerYear.toFixed(2),
    })),
  );
  const yearlyMeans = decades.flatMap((decade) => [...decade.yearlyMeans]).sort(([one], [other]) => one - other);
  const [first, last] = [yearlyMeans[0], yearlyMeans.at(-1)];
  if (first === undefined || last === undefined) throw new Error("No year has enough weeks.");
  console.log(
    `From ${first[0]} to ${last[0]} the yearly mean rose from ${first[1].toFixed(1)} to ${last[1].toFixed(1)} ppm.`,
  );
}

function printPhases(runs: readonly RunPhases[]): void {
  console.log("\nWhere the time went");
  console.table(
    runs.map((run) => ({
      "flow run": run.flowRunId,
      "bundle, upload, launch": seconds(run.submitSeconds),
      "until the first line": seconds(run.startSeconds),
      "in the flow": seconds(run.flowSeconds),
      "until the result is here": seconds(run.returnSeconds),
    })),
  );
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
