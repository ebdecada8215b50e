import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { measureInTurns, measureNode, type ProcessCost } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/** What the first call of Vertex AI costs above a process that has loaded the plugin: its client, and a channel that nobody answers. */
const rounds = 9;
const manifest = createRequire(import.meta.url).resolve("prefect-gcp/package.json");
const plugin = pathToFileURL(path.join(path.dirname(manifest), "dist/plugin.js")).href;

const configured = `
  import { infrastructureTypes } from ${JSON.stringify(plugin)};
  process.env.GOOGLE_CLOUD_PROJECT = "test";
  process.env.CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM = "http://127.0.0.1:9";
  const type = infrastructureTypes.find((one) => one.type === "vertex-ai");
  const machine_spec = { machine_type: "n1-standard-4" };
  const job_spec = { worker_pool_specs: [{ machine_spec, container_spec: { image_uri: "test:1" } }] };
  const configuration = type.parseConfiguration({ region: "us-central1", job_spec }, {});`;
const called = `${configured}
  const launcher = await type.createLauncher(configuration);
  const error = await launcher.checkReachable().catch((thrown) => thrown);
  if (error?.name !== "GoogleUnreachableError") throw error;
  process.exit(0);`;

const run = (source: string) => (): ProcessCost =>
  measureNode(["--input-type=module", "--eval", source], import.meta.dirname);
const costs = measureInTurns({ "plugin loaded": run(configured), "first call": run(called) }, rounds);

const [baseline, ...subjects] = Object.entries(costs).map(([name, { milliseconds, residentMegabytes }]) => ({
  name,
  values: { ms: milliseconds, "MB resident": residentMegabytes },
}));
if (baseline !== undefined) {
  printComparison(`Vertex AI's first call on Node.js ${process.version}: medians of ${rounds}`, { baseline, subjects });
}
