import { flow } from "prefect-core";
import { docker } from "prefect-docker";
import { seeNestedCalls } from "../../harness/flows/nested-calls.ts";
import { report } from "./report.ts";

/** A flow in a container calls one that gets a container of its own, on the engine whose socket it is given. */
const socket = (process.env["DOCKER_HOST"] ?? "").replace("unix://", "");
const inside = "/run/engine.sock";

const nestedChild = docker()(
  flow(async function nestedChild(value: number) {
    if (value < 0) throw new RangeError(`${value} is negative`);
    return { doubled: value * 2, at: new Date(0), directory: import.meta.dirname };
  }),
);

const nestedParent = docker({
  volumes: [`${socket}:${inside}`],
  env: { DOCKER_HOST: `unix://${inside}` },
  // The socket is root's.
  containerCreateKwargs: { user: "0:0" },
})(
  flow(async function nestedParent(value: number) {
    return await seeNestedCalls(nestedChild, value, import.meta.dirname);
  }),
);

report(await nestedParent(21));
