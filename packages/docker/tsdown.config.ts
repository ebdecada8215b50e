import { defineConfig, type UserConfig } from "tsdown";
import { nodeModules } from "../../tsdown.base.ts";

const config: UserConfig = defineConfig({
  ...nodeModules,
  dts: { oxc: true },
  entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts" },
});

export default config;
