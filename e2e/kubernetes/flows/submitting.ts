import { secret } from "prefect-core";
import { kubernetes } from "prefect-kubernetes";
import { hello, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "cluster";
const secrets = { TOKEN: secret.env("TEST_TOKEN"), PASSWORD: secret.kubernetes("database", "password") };

const scenarios = {
  ...submittingScenarios((options) => kubernetes({ workPool, labels: { team: "olympic" }, ...options }), argument),
  secrets: () => kubernetes({ workPool, secrets })(reveals)(Object.keys(secrets)),
  async plan() {
    const config = { clusters: [], contexts: [], users: [{ name: "me", user: { token: "hunter2" } }] };
    const cluster_config = { config, context_name: "mine" };
    const infrastructure = { image: "mine:1", resources: { gpu: 1 }, jobVariables: { cluster_config } };
    return kubernetes({ workPool })(hello).withOptions({ infrastructure }).plan("x");
  },
};

report(await scenarios[scenario as keyof typeof scenarios]?.());
