import type { JsonObject } from "prefect-core/provider";
import { vertexAi, type VertexAiOptions } from "prefect-gcp";
import { type FailureRequests, playFailures } from "../../harness/flows/failing-flows.ts";
import { smallMachine } from "../../harness/vertex-ai-project.ts";
import { report } from "./report.ts";

/** A value of the flow's worker pool that options do not let through. */
const patchMachine = (machineSpec: JsonObject): NonNullable<VertexAiOptions["patch"]> => [
  { op: "replace", path: "/jobSpec/workerPoolSpecs/0/machineSpec", value: machineSpec },
];

const requests: FailureRequests<VertexAiOptions> = {
  "no such image": { image: "registry.test/prefect/missing:1" },
  "no such command": { launcher: ["no-such-program"] },
  "no runner": { patch: (job) => JSON.parse(JSON.stringify(job).replaceAll("/opt/prefect/", "/opt/nothing/")) },
  "over its memory": { machineType: smallMachine, end: "hoards" },
  "over its time": { scheduling: { timeout: "3s" }, end: "idles" },
  "ends its process": { end: "exits" },
  "taken away": { name: "taken-away", end: "idles" },
  "a machine that is not there": { machineType: "z9-standard-4" },
  "an accelerator that its machine cannot have, patched": {
    patch: patchMachine({ machineType: "n1-standard-4", acceleratorType: "NVIDIA_L4", acceleratorCount: 1 }),
  },
  "an accelerator that is not there, patched": {
    patch: patchMachine({ machineType: "n1-standard-4", acceleratorType: "NVIDIA_NEXT", acceleratorCount: 1 }),
  },
  "a display name over the limit, patched": {
    patch: [{ op: "replace", path: "/displayName", value: "x".repeat(129) }],
  },
  "a field that jobs do not have": { patch: [{ op: "add", path: "/jobSpec/gpus", value: 1 }] },
  "an accelerator that its machine cannot have": { machineType: "n1-standard-4", acceleratorType: "NVIDIA_L4" },
  "accelerators on a machine that has none": { machineType: "e2-standard-4", resources: { gpu: 1 } },
  "a number of accelerators that there is not": { acceleratorType: "NVIDIA_TESLA_T4", acceleratorCount: 3 },
  "a region that is not there": { region: "mars-north1" },
  "a region that cannot be": { region: "Frankfurt" },
  "a patch that does not apply": { patch: [{ op: "replace", path: "/nothing/here", value: 1 }] },
  "too many labels": { labels: Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`label-${index}`, "x"])) },
  "a name and labels over every limit": {
    name: `${"Ä long name! ".repeat(20)}`,
    labels: { [`Team.${"x".repeat(80)}`]: "Größe ".repeat(20) },
  },
};

report(await playFailures(process.argv.slice(2), requests, (options) => vertexAi({ workPool: "jobs", ...options })));
