import { readFile } from "node:fs/promises";
import { flow, getRunLogger, localProcess } from "prefect-core";
import { docker } from "prefect-docker";
import { linearRegression, mean } from "simple-statistics";
import type { WeeklyMeasurement } from "./weekly-measurements.ts";

/** What one run found out about its decade. */
export interface DecadeReport {
  readonly decade: number;
  readonly weeks: number;
  readonly meanPpm: number;
  /** The mean of each year that has enough weeks. */
  readonly yearlyMeans: Map<number, number>;
  /** How fast the yearly mean rose, in ppm per year; `null` where fewer than two years have enough weeks. */
  readonly risePerYear: number | null;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

interface MeasurementQuality {
  readonly minimumPpm: number;
  readonly maximumPpm: number;
  readonly minimumWeeksPerYear: number;
}

const analyse = flow(
  { name: "analyse-decade", flowRunName: "co2-{decade}s" },
  async function analyseDecade(decade: number, measurements: readonly WeeklyMeasurement[]): Promise<DecadeReport> {
    const startedAt = new Date();
    const logger = getRunLogger();
    const quality = JSON.parse(await readFile("measurement-quality.json", "utf8")) as MeasurementQuality;
    const valid = measurements.flatMap(({ date, ppm }) =>
      ppm !== null && ppm >= quality.minimumPpm && ppm <= quality.maximumPpm ? [{ date, ppm }] : [],
    );
    logger.info(`${valid.length} of ${measurements.length} weeks of the ${decade}s have a valid value`);

    const yearlyMeans = new Map<number, number>();
    for (const [year, weeks] of Map.groupBy(valid, ({ date }) => Number(date.slice(0, 4)))) {
      if (weeks.length >= quality.minimumWeeksPerYear) yearlyMeans.set(year, mean(weeks.map(({ ppm }) => ppm)));
    }
    const risePerYear = yearlyMeans.size < 2 ? null : linearRegression([...yearlyMeans]).m;
    logger.info(`yearly means of ${[...yearlyMeans.keys()].join(", ")}`);
    return {
      decade,
      weeks: valid.length,
      meanPpm: mean(valid.map(({ ppm }) => ppm)),
      yearlyMeans,
      risePerYear,
      startedAt,
      endedAt: new Date(),
    };
  },
);

const includeFiles = ["measurement-quality.json"];

/** Runs in a process of its own: the function, what it imports and the included file travel there by value. */
export const analyseDecade = localProcess({ includeFiles })(analyse);

/** The same function in a container, whose image needs to have nothing but Node.js. */
export const analyseDecadeInContainer = docker({ includeFiles })(analyse);
