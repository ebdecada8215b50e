import { flow } from "prefect-core";
import { azureContainerInstance, type AzureContainerInstanceOptions } from "prefect-azure";
import { failureOf, report } from "./report.ts";

/** Names of scenarios, all of which are played at the same time. */
const names = process.argv.slice(2);

const groupFlow = (options: AzureContainerInstanceOptions = {}) =>
  azureContainerInstance({ workPool: "aci", ...options })(
    flow(async function works(end: "returns" | "exits" | "waits" = "returns") {
      console.log("up");
      if (end === "exits") process.exit(3);
      if (end === "waits") await new Promise((resolve) => setTimeout(resolve, 600_000));
      return "done";
    }),
  );

const principal = (name: string): string => `{{ prefect.blocks.azure-container-instance-credentials.${name} }}`;

const withoutRunner = (group: object) =>
  JSON.parse(JSON.stringify(group).replaceAll("/opt/prefect/runner.mjs", "/opt/nothing/runner.mjs"));

/** What the group of a call asks for that another one does not. */
const failures: Readonly<Record<string, AzureContainerInstanceOptions>> = {
  "no such resource group": { resourceGroupName: "nowhere" },
  "no subscription": { subscriptionId: "mine" },
  "name of a resource group that none can have": { resourceGroupName: "my/group" },
  "no processor": { jobVariables: { cpu: 0 } },
  "too fine a memory": { memory: 1.25 },
  "too many tags": { labels: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`label-${index}`, "x"])) },
  "patch that does not apply": { patch: [{ op: "replace", path: "/nothing/here", value: 1 }] },
  "more than the region has": { resources: { cpu: 64, memory: "512Gi" } },
  "no such image": { image: "registry.test/prefect/missing:1" },
  "no such command": { launcher: ["no-such-program"] },
  "no entry point": { entrypoint: "/nowhere/entrypoint.sh" },
  "no runner": { patch: withoutRunner },
  "invalid patch": { patch: [{ op: "remove", path: "/properties/containers/0/properties/resources" }] },
  "a principal whose secret is wrong": { aciCredentials: principal("stranger") },
};

const others: Readonly<Record<string, () => Promise<unknown>>> = {
  "a call": () => failureOf(groupFlow()()),
  "ends its process": () => failureOf(groupFlow()("exits")),
  "removed while it runs": () => failureOf(groupFlow()("waits")),
  "returns for a principal": () => groupFlow({ aciCredentials: principal("submitter") })(),
  /** Says once Azure has taken it, and cancels it. */
  async "cancels while it is provisioned"() {
    const future = await groupFlow().submit();
    const state = (await future.state()).type;
    await future.cancel();
    return { submitted: state, ended: (await future.state()).type };
  },
  async "is submitted"() {
    const future = await groupFlow().submit("waits");
    console.log(`\nsubmitted ${future.flowRunId}`);
    await future.wait();
  },
  /** One that returns, one that fails, and one that is cancelled while it runs. */
  async "are kept"() {
    const kept = groupFlow({ keepContainerGroup: true });
    const cancelled = await kept.submit("waits");
    const [returned, failure] = await Promise.all([kept(), failureOf(kept("exits"))]);
    for await (const { message } of cancelled.logs()) if (message === "up") break;
    await cancelled.cancel();
    return [returned, failure.name, (await cancelled.state()).type];
  },
};

async function play(name: string): Promise<readonly [string, unknown]> {
  const options = failures[name];
  if (options !== undefined) return [name, await failureOf(groupFlow(options)())];
  // By its name a test tells the group of one call from the others.
  return [name, await (others[name]?.() ?? groupFlow({ name })())];
}

report(Object.fromEntries(await Promise.all(names.map(play))));
