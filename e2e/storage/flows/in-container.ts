import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { failureOf, report } from "../../docker/flows/report.ts";

const [workPool = "", text = ""] = process.argv.slice(2);

/** Reads a file that travelled with it; the container shares the network of the machine, as S3 listens there alone. */
const describeRun = docker({ workPool, networkMode: "host", includeFiles: ["greeting.txt"] })(
  flow(async function describeRun(name: string) {
    const { readFile } = await import("node:fs/promises");
    const credentials = Object.entries(process.env).filter(([key, value]) =>
      `${key}${value}`.includes("test-secret-key"),
    );
    return { greeting: `${(await readFile("greeting.txt", "utf8")).trim()} ${name}`, credentials };
  }),
);

report(await describeRun(text).catch((error: unknown) => failureOf(Promise.reject(error))));
