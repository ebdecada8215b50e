import { flow } from "prefect-core";
import { kubernetes } from "prefect-kubernetes";
import { seeNestedCalls } from "../../harness/flows/nested-calls.ts";
import { report } from "./report.ts";

/** A flow in a pod calls one that gets a Job of its own; how cluster and storage are reached stands in both pods' environment. */
const reachable = /^(?:KUBECONFIG|AWS_.*|PREFECT_API_URL)$/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => reachable.test(name))) as Record<
  string,
  string
>;

const nestedChild = kubernetes({ workPool: "cluster", env })(
  flow(async function nestedChild(value: number) {
    if (value < 0) throw new RangeError(`${value} is negative`);
    return { doubled: value * 2, at: new Date(0), directory: import.meta.dirname };
  }),
);

const nestedParent = kubernetes({ workPool: "cluster", env })(
  flow(async function nestedParent(value: number) {
    return await seeNestedCalls(nestedChild, value, import.meta.dirname);
  }),
);

report(await nestedParent(21));
