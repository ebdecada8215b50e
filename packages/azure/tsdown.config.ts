import { defineConfig, type UserConfig } from "tsdown";
import { entriesBesideOthers, storageModule } from "../../tsdown.base.ts";

const config: UserConfig[] = defineConfig([
  {
    ...entriesBesideOthers,
    entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts", storage: "src/storage.ts" },
  },
  storageModule,
]);

export default config;
