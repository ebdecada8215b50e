import { secret } from "prefect-core";
import { azureContainerInstance } from "prefect-azure";
import { hello, hoardLimitMebibytes, hoards, readsLimits, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { failureOf, report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "aci";
/** In tenths, as Azure takes it. */
const hoardGigabytes = Math.ceil((hoardLimitMebibytes * 10) / 1024) / 10;
const secrets = { TOKEN: secret.env("TEST_TOKEN") };

const scenarios = {
  ...submittingScenarios(
    (options) => azureContainerInstance({ workPool, labels: { team: "olympic" }, ...options }),
    argument,
  ),
  limits: () => azureContainerInstance({ workPool, cpu: 0.5, memory: 1.5 })(readsLimits)(),
  hoards: () => failureOf(azureContainerInstance({ workPool, memory: hoardGigabytes })(hoards)()),
  secrets: () => azureContainerInstance({ workPool, secrets })(reveals)(Object.keys(secrets)),
  async plan() {
    const infrastructure = { image: "mine:1", resources: { gpu: 1 }, gpuSku: "V100" };
    return azureContainerInstance({ workPool, secrets })(hello).withOptions({ infrastructure }).plan("x");
  },
};

report(await scenarios[scenario as keyof typeof scenarios]?.());
