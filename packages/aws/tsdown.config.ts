import { fileURLToPath } from "node:url";
import { defineConfig, type UserConfig } from "tsdown";
import { entriesBesideOthers, storageModule } from "../../tsdown.base.ts";

const config: UserConfig[] = defineConfig([
  {
    ...entriesBesideOthers,
    entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts", storage: "src/storage.ts" },
  },
  {
    ...storageModule,
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
  },
]);

export default config;
