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
    // The builds run side by side and share dist/: this one must not remove what the other has just written.
    clean: ["dist/*", "!dist/engine.mjs"],
    dts: { oxc: true },
    entry: {
      index: "src/index.ts",
      provider: "src/provider.ts",
      runner: "src/runner.ts",
      testing: "src/testing.ts",
      cli: "src/cli/main.ts",
      "runner-main": "src/runner/main.ts",
    },
  },
  {
    // What a bundle imports and what runs it: one file that needs nothing but Node.js.
    ...shared,
    dts: false,
    entry: { engine: "src/engine/child/entry.ts" },
    outExtensions: () => ({ js: ".mjs" }),
    noExternal: [/.*/],
    inlineOnly: false,
    outputOptions: { codeSplitting: false },
  },
]);

export default config;
