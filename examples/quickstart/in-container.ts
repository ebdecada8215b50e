import { ImagePullError } from "prefect-core";
import { EngineUnreachableError } from "prefect-docker";
import { analyseDecadeInContainer } from "./analyse-decade.ts";
import { loadWeeklyMeasurements, splitByDecade } from "./weekly-measurements.ts";

/** Runs the first decade in a Docker container; gives what came of it as a sentence. A machine may have no Docker. */
export async function analyseInContainer(): Promise<string> {
  const [first] = splitByDecade(await loadWeeklyMeasurements());
  if (first === undefined) throw new Error("There are no measurements.");
  try {
    const { decade, meanPpm } = await analyseDecadeInContainer(...first);
    return `The same function in a Docker container: the mean of the ${decade}s is ${meanPpm.toFixed(1)} ppm.`;
  } catch (error) {
    if (!(error instanceof EngineUnreachableError || error instanceof ImagePullError)) throw error;
    return `No Docker container was used: ${error.message}`;
  }
}
