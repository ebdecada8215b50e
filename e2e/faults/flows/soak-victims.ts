import { setTimeout as delay } from "node:timers/promises";
import { flow, getRunContext } from "prefect-core";
import { docker } from "prefect-docker";

/** A short run; what it returns says which one it was. */
export const short = docker({ networkMode: "none" })(
  flow(async function short(index: number, milliseconds: number, ends: "returns" | "throws" | "exits") {
    console.log(`run ${index}`);
    await delay(milliseconds, undefined, { signal: getRunContext().signal });
    if (ends === "throws") throw new RangeError(`run ${index} failed`);
    if (ends === "exits") process.exit(0);
    return index;
  }),
);
