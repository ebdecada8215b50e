import { secret } from "prefect-core";
import { cloudRun, type CloudRunOptions } from "prefect-gcp";
import { type FailureRequests, playFailures } from "../../harness/flows/failing-flows.ts";
import { report } from "./report.ts";

const requests: FailureRequests<CloudRunOptions> = {
  "no such image": { image: "registry.test/prefect/missing:1" },
  "no such command": { launcher: ["no-such-program"] },
  "no runner": { patch: (job) => JSON.parse(JSON.stringify(job).replaceAll("/opt/prefect/", "/opt/nothing/")) },
  "over its memory": { end: "hoards" },
  "over its time": { timeout: 3, end: "idles" },
  "ends its process": { end: "exits" },
  "taken away": { name: "taken-away", end: "idles" },
  "no such secret": { secrets: { TOKEN: secret.gcp("nothing") } },
  "no such number of processors": { cpu: "3" },
  "too little memory": { memory: "128Mi" },
  "a region that is not there": { region: "mars-north1" },
  "a region that cannot be": { region: "Frankfurt" },
  "a field that jobs do not have": { patch: [{ op: "add", path: "/template/template/gpus", value: 1 }] },
  "a patch that does not apply": { patch: [{ op: "replace", path: "/nothing/here", value: 1 }] },
  "too many labels": { labels: Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`label-${index}`, "x"])) },
};

report(await playFailures(process.argv.slice(2), requests, (options) => cloudRun({ workPool: "jobs", ...options })));
