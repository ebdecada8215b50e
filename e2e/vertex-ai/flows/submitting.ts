import { vertexAi } from "prefect-gcp";
import { hello, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "jobs";

const scenarios = {
  ...submittingScenarios((options) => vertexAi({ workPool, labels: { team: "olympic" }, ...options }), argument),
  reveals: () => vertexAi({ workPool })(reveals)(["CLOUD_ML_JOB_ID", "GOOGLE_APPLICATION_CREDENTIALS"]),
  plan: () => vertexAi({ workPool, image: "mine:1", machineType: "g2-standard-48" })(hello).plan("x"),
  keep: () => vertexAi({ workPool, keepCustomJob: true })(hello)("x"),
};

report(await scenarios[scenario as keyof typeof scenarios]?.());
