import { defineConfig, type UserConfig } from "tsdown";
import { entriesBesideOthers, selfContained, submitter } from "../../tsdown.base.ts";

const config: UserConfig[] = defineConfig([
  {
    ...entriesBesideOthers,
    entry: {
      index: "src/index.ts",
      provider: "src/provider.ts",
      runner: "src/runner.ts",
      testing: "src/testing.ts",
      nested: "src/nested.ts",
      cli: "src/cli/main.ts",
    },
  },
  // What a bundle imports and what runs it.
  selfContained("engine", "src/engine/child/entry.ts"),
  // What submits flows to processes, from within a run.
  submitter("src/submission/nested/process-submitter.ts"),
  // What a container executes.
  selfContained("runner", "src/runner/main.ts"),
]);

export default config;
