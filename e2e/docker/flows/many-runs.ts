import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { report } from "./report.ts";

const count = Number(process.argv[2]);

const square = docker({ networkMode: "none" })(
  flow(async function square(value: number) {
    return value * value;
  }),
);

report(await Promise.all(Array.from({ length: count }, (_, value) => square(value))));
