import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON, type PackageDefinition } from "@grpc/proto-loader";

const require = createRequire(import.meta.url);
const loaded = new Map<string, PackageDefinition>();

/** A service as the client of a package of Google's knows it: from the protos that it ships. */
export function shippedService(packageName: string, service: string): ServiceDefinition {
  const known = loaded.get(packageName) ?? load(packageName);
  loaded.set(packageName, known);
  const definition = known[service];
  if (definition === undefined) throw new Error(`${packageName} ships no service ${service}`);
  return definition as unknown as ServiceDefinition;
}

function load(packageName: string): PackageDefinition {
  // No entry of the package leads there.
  const main = require.resolve(packageName);
  const path = `${main.slice(0, main.lastIndexOf("/build/"))}/build/protos/protos.json`;
  return fromJSON(JSON.parse(readFileSync(path, "utf8")) as Parameters<typeof fromJSON>[0], {
    longs: String,
    enums: String,
    defaults: false,
    oneofs: true,
  });
}
