import { runStep } from "../step.mjs";
import { runTask } from "../task.mjs";

/** `npm run format`: writes every file as the formatter has it. */
await runTask(() =>
  runStep("format", ["prettier", "--write", ".", "--log-level=warn", "--cache", "--cache-location=.cache/prettier"]),
);
