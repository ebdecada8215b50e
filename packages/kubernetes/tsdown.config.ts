import { defineConfig, type UserConfig } from "tsdown";
import { entriesBesideOthers, submitter } from "../../tsdown.base.ts";

/**
 * Of the cluster's client only what finds a cluster and its credentials is needed, and nobody needs to install or load
 * the rest (docs/decisions/0006-bundled-kubernetes-client.md).
 */
const clientInPart: UserConfig = {
  inlineOnly: false,
  treeshake: { moduleSideEffects: (id: string) => !id.includes("/@kubernetes/client-node/") },
};

const config: UserConfig[] = defineConfig([
  {
    ...entriesBesideOthers,
    ...clientInPart,
    entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts" },
  },
  { ...submitter("src/submitter.ts"), ...clientInPart },
]);

export default config;
