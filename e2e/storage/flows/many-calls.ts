import { flow, localProcess } from "prefect-core";
import { report } from "../../docker/flows/report.ts";

const [workPool = "", count = ""] = process.argv.slice(2);

const square = localProcess({ workPool })(
  flow(async function square(value: number) {
    return value * value;
  }),
);

const values = Array.from({ length: Number(count) }, (_, value) => value);
report(await square.map(values, { concurrency: 8 }).toArray());
