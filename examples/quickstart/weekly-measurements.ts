import { readFile } from "node:fs/promises";

/** One week of the record; `ppm` is `null` where nothing was measured. */
export interface WeeklyMeasurement {
  readonly date: string;
  readonly ppm: number | null;
}

/** Reads the record that ships with this example; `data/README.md` says where it comes from. */
export async function loadWeeklyMeasurements(): Promise<WeeklyMeasurement[]> {
  const text = await readFile(new URL("data/mauna-loa-weekly-co2.csv", import.meta.url), "utf8");
  const [, ...rows] = text.trimEnd().split("\n");
  return rows.map((row) => {
    const [date = "", ppm = ""] = row.split(",");
    return { date, ppm: ppm === "" ? null : Number(ppm) };
  });
}

/** One part per decade: 1950, 1960, ... */
export function splitByDecade(measurements: readonly WeeklyMeasurement[]): Map<number, WeeklyMeasurement[]> {
  return Map.groupBy(measurements, ({ date }) => Math.floor(Number(date.slice(0, 4)) / 10) * 10);
}
