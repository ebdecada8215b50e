import { flow } from "prefect-core";
import { kubernetes, type KubernetesOptions } from "prefect-kubernetes";
import { failureOf, report } from "./report.ts";

const [scenario = ""] = process.argv.slice(2);

const kubernetesFlow = (options: KubernetesOptions) =>
  kubernetes({ workPool: "cluster", ...options })(
    flow(async function works(end: "returns" | "exits" = "returns") {
      if (end === "exits") process.exit(3);
      return "done";
    }),
  );

const scenarios: Readonly<Record<string, () => Promise<unknown>>> = {
  returns: () => kubernetesFlow({})(),
  "no such context": () => kubernetesFlow({ context: "nowhere" })(),
  "no such namespace": () => kubernetesFlow({ namespace: "nowhere" })(),
  "no such image": () => kubernetesFlow({ image: "registry.test/prefect/missing:1" })(),
  "no such command": () => kubernetesFlow({ launcher: ["no-such-program"] })(),
  "no runner": () =>
    kubernetesFlow({ patch: (job) => JSON.parse(JSON.stringify(job).replaceAll("/opt/prefect/", "/opt/nothing/")) })(),
  "impossible resources": () => kubernetesFlow({ resources: { cpu: 100_000 } })(),
  "impossible node": () =>
    kubernetesFlow({ patch: [{ op: "add", path: "/spec/template/spec/nodeSelector", value: { disk: "none" } }] })(),
  "invalid quantity": () => kubernetesFlow({ memoryLimit: "16GB" })(),
  "patch that does not apply": () => kubernetesFlow({ patch: [{ op: "replace", path: "/nothing/here", value: 1 }] })(),
  "invalid patch": () => kubernetesFlow({ patch: [{ op: "add", path: "/spec/backoffLimit", value: -1 }] })(),
  "unknown secret": () =>
    kubernetesFlow({ secrets: { PASSWORD: { source: "kubernetes", name: "nothing", key: "password" } } })(),
  "ends its process": () => kubernetesFlow({})("exits"),
};

report(await failureOf(scenarios[scenario]?.() ?? Promise.resolve("no such scenario")));
