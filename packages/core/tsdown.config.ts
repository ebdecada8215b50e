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

/** One file that needs nothing but Node.js, so that it can be delivered to where nothing is installed. */
function selfContained(name: string, entry: string): UserConfig {
  return {
    ...shared,
    dts: false,
    entry: { [name]: entry },
    outExtensions: () => ({ js: ".mjs" }),
    noExternal: [/.*/],
    inlineOnly: false,
    outputOptions: { codeSplitting: false },
  };
}

const config: UserConfig[] = defineConfig([
  {
    ...shared,
    // All builds run at once and share dist/.
    clean: ["dist/*", "!dist/*.mjs"],
    dts: { oxc: true },
    entry: {
      index: "src/index.ts",
      provider: "src/provider.ts",
      runner: "src/runner.ts",
      testing: "src/testing.ts",
      cli: "src/cli/main.ts",
    },
  },
  // What a bundle imports and what runs it.
  selfContained("engine", "src/engine/child/entry.ts"),
  // What a container executes.
  selfContained("runner", "src/runner/main.ts"),
]);

export default config;
