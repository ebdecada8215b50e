import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const [memory = "", heapBytes = ""] = process.argv.slice(2);

const fillHeap = docker({ networkMode: "none", resources: { memory } })(
  flow(async function fillHeap(bytes: number) {
    const kept: { at: number; values: number[] }[] = [];
    while (process.memoryUsage().heapUsed < bytes) {
      for (let count = 0; count < 1000; count += 1) {
        kept.push({ at: kept.length, values: Array<number>(1000).fill(kept.length + 0.5) });
      }
    }
    return kept.every(({ at, values }) => values[0] === at + 0.5);
  }),
);

report(await fillHeap(Number(heapBytes)));
