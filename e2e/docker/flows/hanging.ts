import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { failureOf, report } from "./report.ts";

/** Runs until it is ended from outside. */
const hangs = docker({ networkMode: "none", env: { PREFECT__RUNNER_GRACE_SECONDS: "2" } })(
  flow(async function hangs(seconds: number) {
    console.log(`ready for ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }),
);

report(await failureOf(hangs(600)));
