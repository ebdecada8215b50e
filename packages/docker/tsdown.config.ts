import { defineConfig, type UserConfig } from "tsdown";
import { nodeModules } from "../../tsdown.base.ts";

const config: UserConfig = defineConfig({
  ...nodeModules,
  dts: { oxc: true },
  entry: { index: "src/index.ts", plugin: "src/plugin.ts" },
});

export default config;
