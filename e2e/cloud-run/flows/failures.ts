import { setTimeout as delay } from "node:timers/promises";
import { flow, secret } from "prefect-core";
import { cloudRun, type CloudRunOptions } from "prefect-gcp";
import { failureOf, report } from "./report.ts";

/** Names of scenarios, all of which are played at the same time. */
const names = process.argv.slice(2);

const works = flow(async function works(end: "returns" | "exits" | "idles" | "hoards") {
  if (end === "exits") process.exit(3);
  console.log("up");
  if (end === "idles") await delay(600_000);
  if (end === "hoards") {
    // Somewhat more than it may have, and no more: nothing but its limit keeps it from taking all that the machine has.
    const hoard = Array.from({ length: 40 }, () => Buffer.alloc(16 * 2 ** 20, 1));
    await delay(60_000);
    console.log(hoard.length);
  }
  return "done";
});

/** What the job of a scenario asks for that another one does not. */
const requests: Readonly<Record<string, CloudRunOptions & { readonly end?: Parameters<typeof works>[0] }>> = {
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

async function play(name: string): Promise<readonly [string, unknown]> {
  const { end = "returns", ...options } = requests[name] ?? {};
  const call = cloudRun({ workPool: "jobs", ...options })(works)(end);
  return [name, await failureOf(call).catch((error: unknown) => ({ name: "none", message: String(error) }))];
}

report(Object.fromEntries(await Promise.all(names.map(play))));
