import { defineConfig, type UserConfig } from "tsdown";
import { selfContained } from "../../tsdown.base.ts";

/** What opens a bucket or a container, as one file each, by the module that a bundle step names. */
const storages = ["aws", "azure", "gcp"].map((cloud) => ({
  from: `node_modules/prefect-${cloud}/dist/storage-module.mjs`,
  to: "dist/storages",
  rename: `prefect_${cloud}.bundles.mjs`,
}));

/** Files that need nothing but Node.js: an image installs nothing. */
const config: UserConfig = defineConfig({
  ...selfContained("runner", "src/main.ts"),
  clean: true,
  copy: storages,
}) as UserConfig;

export default config;
