import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const root = dirname(createRequire(import.meta.url).resolve("prefect-gcp/package.json"));
const built = (file: string): string => JSON.stringify(pathToFileURL(join(root, "dist", file)).href);

/** The packages of the SDKs that a process loads while it carries out statements. */
async function loadedClients(statements: string): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = new Set();
    registerHooks({
      load(url, context, next) {
        const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1];
        if (/google|grpc|gaxios|protobuf/.test(name ?? "")) loaded.add(name);
        return next(url, context);
      },
    });
    ${statements}
    console.log(JSON.stringify([...loaded]));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout) as readonly string[];
}

test("importing the package, what bundles get of it, or its plugin loads no client", async () => {
  const entries = ["index.js", "bound.js", "plugin.js"].map((file) => `await import(${built(file)});`);
  expect(await loadedClients(entries.join("\n"))).toEqual([]);
});

test("the first call loads what it needs, and nothing of the other services' clients", async () => {
  const first = `
    const { infrastructureTypes } = await import(${built("plugin.js")});
    process.env.GOOGLE_CLOUD_PROJECT = "test";
    process.env.CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM = "http://127.0.0.1:9";
    const type = infrastructureTypes.find((one) => one.type === "vertex-ai");
    const machine_spec = { machine_type: "n1-standard-4" };
    const job_spec = { worker_pool_specs: [{ machine_spec, container_spec: { image_uri: "test:1" } }] };
    const launcher = await type.createLauncher(type.parseConfiguration({ region: "us-central1", job_spec }, {}));
    await launcher.checkReachable().catch(() => undefined);`;
  const clients = await loadedClients(first);
  expect(clients).toEqual(expect.arrayContaining(["google-auth-library", "@grpc/grpc-js"]));
  expect(clients.filter((name) => name.startsWith("@google-cloud/"))).toEqual([]);
});
