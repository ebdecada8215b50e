import { fileURLToPath } from "node:url";
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
    inputOptions: {
      resolve: {
        // The SDK's modules for bundlers, as what Node.js would load cannot be shaken.
        conditionNames: ["module", "import", "node", "default"],
        mainFields: ["module", "main"],
        alias: {
          "@aws-sdk/credential-provider-node": fileURLToPath(
            new URL("src/credentials/container-chain-client.ts", import.meta.url),
          ),
          // The same client as the one that web identities use.
          "@aws-sdk/client-sts": "@aws-sdk/nested-clients/sts",
        },
      },
    },
    // Errors are told apart by the names of their classes, also between copies of prefect-core.
    outputOptions: { codeSplitting: false, keepNames: true },
  },
]);

export default config;
