import { defineConfig, type UserConfig } from "tsdown";

const shared: UserConfig = {
  format: "esm",
  platform: "node",
  target: "node22.19",
  fixedExtension: false,
  sourcemap: false,
  hash: false,
  clean: false,
};

const config: UserConfig[] = defineConfig([
  {
    ...shared,
    // Both builds run at once and share dist/.
    clean: ["dist/*", "!dist/*.mjs"],
    dts: { oxc: true },
    entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts", storage: "src/storage.ts" },
  },
  // What a runner loads that has nothing but Node.js.
  {
    ...shared,
    dts: false,
    minify: true,
    entry: { "storage-module": "src/runner-storage.ts" },
    outExtensions: () => ({ js: ".mjs" }),
    noExternal: [/.*/],
    inlineOnly: false,
    // Errors are told apart by the names of their classes, also between copies of prefect-core.
    outputOptions: { codeSplitting: false, keepNames: true },
  },
]);

export default config;
