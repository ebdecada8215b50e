import { performance } from "node:perf_hooks";
import { flow } from "prefect-core";
import { analyseDecade, type DecadeReport } from "./analyse-decade.ts";
import { analyseInContainer } from "./in-container.ts";
import { formatTable } from "./format-table.ts";
import { type MeasuredRun, measureRun } from "./measured-run.ts";
import { loadWeeklyMeasurements, splitByDecade } from "./weekly-measurements.ts";

/** Runs here: splits the record, submits one remote run per decade, and combines what comes back. */
const report = flow(async function report() {
  const decades = splitByDecade(await loadWeeklyMeasurements());
  const runs = [...decades].map(([decade, measurements]) =>
    measureRun(() => analyseDecade.submit(decade, measurements)),
  );
  return (await Promise.all(runs)).toSorted((one, other) => one.result.decade - other.result.decade);
});

const startedAt = performance.now();
const runs = await report();
const totalSeconds = (performance.now() - startedAt) / 1000;

console.log(`\nAtmospheric CO2 at Mauna Loa\n\n${formatResult(runs.map((run) => run.result))}`);
console.log(`\nWhere the time of each remote run went\n\n${formatPhases(runs)}`);
console.log(`\n${runs.length} remote runs, side by side, took ${seconds(totalSeconds)} in all.\n`);
console.log(`\n${await analyseInContainer()}\n`);

function formatResult(decades: readonly DecadeReport[]): string {
  const table = formatTable(
    decades.map(({ decade, weeks, meanPpm, risePerYear }) => ({
      decade: `${decade}s`,
      weeks: String(weeks),
      "mean (ppm)": meanPpm.toFixed(1),
      "rise (ppm per year)": risePerYear?.toFixed(2) ?? "-",
    })),
  );
  const yearlyMeans = decades.flatMap((decade) => [...decade.yearlyMeans]).sort(([one], [other]) => one - other);
  const [first, last] = [yearlyMeans[0], yearlyMeans.at(-1)];
  if (first === undefined || last === undefined) throw new Error("No year has enough weeks.");
  return (
    `${table}\n\n  From ${first[0]} to ${last[0]} the yearly mean rose ` +
    `from ${first[1].toFixed(1)} to ${last[1].toFixed(1)} ppm.`
  );
}

function formatPhases(measured: readonly MeasuredRun<DecadeReport>[]): string {
  return formatTable(
    measured.map(({ result, phases }) => ({
      decade: `${result.decade}s`,
      "bundle, upload, launch": seconds(phases.submitSeconds),
      "until the first line": seconds(phases.startSeconds),
      "in the flow": seconds(phases.flowSeconds),
      "until the result is here": seconds(phases.returnSeconds),
    })),
  );
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
