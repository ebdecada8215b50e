import { defineConfig, type UserConfig } from "tsdown";

/** One file that needs nothing but Node.js: an image installs nothing. */
const config: UserConfig = defineConfig({
  format: "esm",
  platform: "node",
  target: "node22.19",
  entry: { runner: "src/main.ts" },
  outExtensions: () => ({ js: ".mjs" }),
  noExternal: [/.*/],
  inlineOnly: false,
  outputOptions: { codeSplitting: false },
  dts: false,
  sourcemap: false,
  hash: false,
}) as UserConfig;

export default config;
