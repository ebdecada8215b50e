import { ecs } from "prefect-aws";
import { secret } from "prefect-core";
import { hello, readsLimits, reveals } from "../../harness/flows/shared-flows.ts";
import { submittingScenarios } from "../../harness/flows/submitting-scenarios.ts";
import { report } from "./report.ts";

const [scenario = "", argument = ""] = process.argv.slice(2);
const workPool = "tasks";

const scenarios = {
  ...submittingScenarios((options) => ecs({ workPool, labels: { team: "olympic" }, ...options }), argument),
  secrets: () =>
    ecs({ workPool, secrets: { TOKEN: secret.aws(argument) } })(reveals)(["TOKEN", "AWS_SECRET_ACCESS_KEY"]),
  limits: () => ecs({ workPool, cpu: 512, memory: 1024 })(readsLimits)(),
  resized: () => ecs({ workPool, cpu: 512, memory: 1024 })(hello)("smaller"),
  plan: () => ecs({ workPool, image: "mine:1", cpu: 2048, memory: 8192 })(hello).plan("x"),
};

report(await scenarios[scenario as keyof typeof scenarios]?.());
