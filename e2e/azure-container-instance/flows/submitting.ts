import { secret } from "prefect-core";
import { azureContainerInstance } from "prefect-azure";
import { hello, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "aci";
const secrets = { TOKEN: secret.env("TEST_TOKEN") };

const scenarios = {
  ...submittingScenarios(
    (options) => azureContainerInstance({ workPool, labels: { team: "olympic" }, ...options }),
    argument,
  ),
  secrets: () => azureContainerInstance({ workPool, secrets })(reveals)(Object.keys(secrets)),
  async plan() {
    const infrastructure = { image: "mine:1", resources: { gpu: 1 }, gpuSku: "V100" };
    return azureContainerInstance({ workPool, secrets })(hello).withOptions({ infrastructure }).plan("x");
  },
};

report(await scenarios[scenario as keyof typeof scenarios]?.());
