import { flow } from "prefect-core";
import { azureContainerInstance, type AzureContainerInstanceOptions } from "prefect-azure";
import { failureOf, report } from "./report.ts";

const [scenario = ""] = process.argv.slice(2);

const groupFlow = (options: AzureContainerInstanceOptions) =>
  azureContainerInstance({ workPool: "aci", ...options })(
    flow(async function works(end: "returns" | "exits" | "waits" = "returns") {
      console.log("up");
      if (end === "exits") process.exit(3);
      if (end === "waits") await new Promise((resolve) => setTimeout(resolve, 600_000));
      return "done";
    }),
  );

const withoutRunner = (group: object) =>
  JSON.parse(JSON.stringify(group).replaceAll("/opt/prefect/runner.mjs", "/opt/nothing/runner.mjs"));

const failures: Readonly<Record<string, () => Promise<unknown>>> = {
  "no such resource group": () => groupFlow({ resourceGroupName: "nowhere" })(),
  "no subscription": () => groupFlow({ subscriptionId: "mine" })(),
  "name of a resource group that none can have": () => groupFlow({ resourceGroupName: "my/group" })(),
  "no processor": () => groupFlow({ jobVariables: { cpu: 0 } })(),
  "too fine a memory": () => groupFlow({ memory: 1.25 })(),
  "too many tags": () =>
    groupFlow({ labels: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`label-${index}`, "x"])) })(),
  "more than the region has": () => groupFlow({ resources: { cpu: 64, memory: "512Gi" } })(),
  "no such image": () => groupFlow({ image: "registry.test/prefect/missing:1" })(),
  "no such command": () => groupFlow({ launcher: ["no-such-program"] })(),
  "no entry point": () => groupFlow({ entrypoint: "/nowhere/entrypoint.sh" })(),
  "no runner": () => groupFlow({ patch: withoutRunner })(),
  "patch that does not apply": () => groupFlow({ patch: [{ op: "replace", path: "/nothing/here", value: 1 }] })(),
  "invalid patch": () =>
    groupFlow({ patch: [{ op: "remove", path: "/properties/containers/0/properties/resources" }] })(),
  "ends its process": () => groupFlow({})("exits"),
  "removed while it runs": () => groupFlow({})("waits"),
  returns: () => groupFlow({})(),
};

const others: Readonly<Record<string, () => Promise<unknown>>> = {
  "just returns": () => groupFlow({})(),
  /** Says once Azure has taken it, and cancels it. */
  async "cancels while it is provisioned"() {
    const future = await groupFlow({}).submit();
    const state = (await future.state()).type;
    await future.cancel();
    return { submitted: state, ended: (await future.state()).type };
  },
  async "is submitted"() {
    const future = await groupFlow({}).submit("waits");
    console.log(`\nsubmitted ${future.flowRunId}`);
    await future.wait();
  },
  "is kept": () => groupFlow({ keepContainerGroup: true })(),
};

const other = others[scenario];
report(
  other === undefined ? await failureOf(failures[scenario]?.() ?? Promise.resolve("no such scenario")) : await other(),
);
