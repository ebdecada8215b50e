import { defineConfig, type UserConfig } from "tsdown";
import { entriesBesideOthers, submitter } from "../../tsdown.base.ts";

const config: UserConfig[] = defineConfig([
  { ...entriesBesideOthers, entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts" } },
  submitter("src/submitter.ts"),
]);

export default config;
