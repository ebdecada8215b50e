import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig, type UserConfig } from "tsdown";
import { entriesBesideOthers, storageModule } from "../../tsdown.base.ts";
import { jobServiceFile, toJobServiceFile } from "./src/vertex-ai/job-service-protos.ts";

/** Puts the part of Vertex AI's protos that is used beside the code. */
function jobServiceProtos(): NonNullable<UserConfig["plugins"]> {
  return {
    name: "vertex-ai-job-service",
    generateBundle() {
      const manifest = createRequire(import.meta.url).resolve("@google-cloud/aiplatform/package.json");
      const read = (...path: readonly string[]): unknown =>
        JSON.parse(readFileSync(join(dirname(manifest), ...path), "utf8"));
      const { version } = read("package.json") as { readonly version: string };
      const file = toJobServiceFile(read("build", "protos", "protos.json") as object, version);
      this.emitFile({ type: "asset", fileName: jobServiceFile, source: JSON.stringify(file) });
    },
  };
}

const config: UserConfig[] = defineConfig([
  {
    ...entriesBesideOthers,
    entry: { bound: "src/bound.ts", index: "src/index.ts", plugin: "src/plugin.ts", storage: "src/storage.ts" },
    plugins: [jobServiceProtos()],
  },
  storageModule,
]);

export default config;
