import type { Json, JsonObject } from "prefect-core/provider";
import { bodyOptions, configurationFields, hostOptions } from "./container-option-names.ts";
import { invalidConfiguration } from "./invalid-configuration.ts";

/** `container_create_kwargs`, in the engine's own words. */
export interface ContainerOptions {
  /** Of the request's body. */
  readonly body: JsonObject;
  readonly hostConfig: JsonObject;
  /** `linux/amd64`; not part of the body. */
  readonly platform: string | null;
  /** Lines about options that have no effect. */
  readonly warnings: readonly string[];
}

/**
 * Options by the names of Python's Docker SDK. One that is a variable of the template has no effect here, as in
 * Prefect. Throws `JobConfigurationError` for a name or a value that the SDK would refuse.
 */
export function parseContainerOptions(kwargs: JsonObject): ContainerOptions {
  const body: Record<string, Json | undefined> = {};
  const hostConfig: Record<string, Json | undefined> = {};
  const warnings: string[] = [];
  let platform: string | null = null;
  for (const [name, value] of Object.entries(kwargs)) {
    if (value === undefined || value === null) continue;
    const replacement = configurationFields[name];
    if (replacement !== undefined) {
      warnings.push(`'${name}' in 'container_create_kwargs' has no effect: use '${replacement}'.`);
    } else if (name === "platform" && typeof value === "string") {
      platform = value;
    } else if (name in bodyOptions) {
      Object.assign(body, converted(name, value, bodyOptions[name]));
    } else if (name in hostOptions) {
      Object.assign(hostConfig, converted(name, value, hostOptions[name]));
    } else if (name === "ports") {
      const { exposed, bindings } = toPorts(value);
      body["ExposedPorts"] = exposed;
      hostConfig["PortBindings"] = bindings;
    } else {
      throw invalid(name, "is no option of Python's Docker SDK; 'patch' can set any field of the engine's request");
    }
  }
  return { body, hostConfig, platform, warnings };
}

/** `{ "8080/tcp": 18080 }`, `["127.0.0.1", 18080]` or `null` for any port of the host, or a list of these. */
function toPorts(value: Json): { readonly exposed: JsonObject; readonly bindings: JsonObject } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid("ports", 'must be an object such as {"8080/tcp": 18080}');
  }
  const ports = Object.entries(value).map(([port, host]) => [port.includes("/") ? port : `${port}/tcp`, host] as const);
  return {
    exposed: Object.fromEntries(ports.map(([port]) => [port, {}])),
    bindings: Object.fromEntries(ports.map(([port, host]) => [port, toBindings(host ?? null)])),
  };
}

function toBindings(host: Json): readonly Json[] {
  if (!Array.isArray(host)) return [{ HostIp: "", HostPort: host === null ? "" : String(host) }];
  const [ip, port] = host as readonly Json[];
  if (typeof ip === "string" && !/^\d+$/.test(ip)) return [{ HostIp: ip, HostPort: String(port ?? "") }];
  return host.flatMap((each: Json) => toBindings(each));
}

function converted(name: string, value: Json, option: (typeof hostOptions)[string] | undefined): JsonObject {
  if (option === undefined) return {};
  const result = option.convert === undefined ? value : option.convert(value);
  if (result === undefined) throw invalid(name, `must be ${option.rule}, not ${JSON.stringify(value)}`);
  return { [option.key]: result };
}

function invalid(name: string, reason: string): Error {
  return invalidConfiguration(`container_create_kwargs.${name}`, reason);
}
