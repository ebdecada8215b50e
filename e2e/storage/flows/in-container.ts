import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { failureOf, report } from "../../docker/flows/report.ts";

const [workPool = "", text = "", secret = "", env = "{}"] = process.argv.slice(2);

/** Reads a file that travelled with it; the container shares the network of the machine, as storage listens there alone. */
const describeRun = docker({ workPool, networkMode: "host", includeFiles: ["greeting.txt"], env: JSON.parse(env) })(
  flow(async function describeRun(name: string, hidden: string) {
    const { readFile } = await import("node:fs/promises");
    const credentials = Object.entries(process.env).filter(([key, value]) => `${key}${value}`.includes(hidden));
    return { greeting: `${(await readFile("greeting.txt", "utf8")).trim()} ${name}`, credentials };
  }),
);

report(await describeRun(text, secret).catch((error: unknown) => failureOf(Promise.reject(error))));
