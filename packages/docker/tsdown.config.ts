import { defineConfig, type UserConfig } from "tsdown";

const config: UserConfig = defineConfig({
  format: "esm",
  platform: "node",
  target: "node22.19",
  fixedExtension: false,
  sourcemap: false,
  hash: false,
  dts: { oxc: true },
  entry: { index: "src/index.ts", plugin: "src/plugin.ts" },
});

export default config;
