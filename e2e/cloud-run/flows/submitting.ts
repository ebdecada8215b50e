import { secret } from "prefect-core";
import { cloudRun } from "prefect-gcp";
import { hello, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "jobs";

const scenarios = {
  ...submittingScenarios((options) => cloudRun({ workPool, labels: { team: "olympic" }, ...options }), argument),
  secrets: () =>
    cloudRun({ workPool, secrets: { TOKEN: secret.gcp(argument) } })(reveals)([
      "TOKEN",
      "GOOGLE_APPLICATION_CREDENTIALS",
    ]),
  plan: () => cloudRun({ workPool, image: "mine:1", cpu: "2", memory: "4Gi" })(hello).plan("x"),
  keep: () => cloudRun({ workPool, keepJob: true })(hello)("x"),
};

report(await scenarios[scenario as keyof typeof scenarios]?.());
