import { defineConfig, type UserConfig } from "tsdown";
import { nodeModules } from "../../tsdown.base.ts";

/**
 * Of the cluster's client only what finds a cluster and its credentials is needed, and nobody needs to install or load
 * the rest (docs/decisions/0006-bundled-kubernetes-client.md).
 */
const config: UserConfig = defineConfig({
  ...nodeModules,
  dts: { oxc: true },
  entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts" },
  inlineOnly: false,
  treeshake: { moduleSideEffects: (id: string) => !id.includes("/@kubernetes/client-node/") },
});

export default config;
