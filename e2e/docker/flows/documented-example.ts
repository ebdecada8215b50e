import { flow } from "prefect-core";
import { docker } from "prefect-docker";

/** The example of Prefect's documentation: the directory of its results is mounted at the same path. */
const [directory = ""] = process.argv.slice(2);

const myRemoteFlow = docker({ workPool: "olympic", volumes: [`${directory}:${directory}`] })(
  flow(
    { resultStorage: "local-file-system/default-marathon-result-storage" },
    async function myRemoteFlow(name: string) {
      console.log(`Hello ${name}!`);
      return name.length;
    },
  ),
);

const myFlow = flow(async function myFlow() {
  return await myRemoteFlow("Marvin");
});

console.log(JSON.stringify(await myFlow()));
