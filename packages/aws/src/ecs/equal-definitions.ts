import { isDeepStrictEqual } from "node:util";
import { isEmpty, isJsonObject, objectsAt, type Json, type JsonObject } from "prefect-core/provider";

/** What ECS adds to a definition when it is registered. */
const addedByEcs: ReadonlySet<string> = new Set([
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "tags",
]);

/** Lists whose order means nothing, by what tells their entries apart. */
const unordered: Readonly<Record<string, string>> = {
  environment: "name",
  secrets: "name",
  resourceRequirements: "type",
};

/** Whether a registered definition does what the wanted one would; ECS completes what it is given. Pure. */
export function areDefinitionsEqual(wanted: JsonObject, registered: JsonObject): boolean {
  return isDeepStrictEqual(normalize(wanted), normalize(registered));
}

function normalize(definition: JsonObject): Json {
  const compatibilities = definition["requiresCompatibilities"];
  return strip({
    ...Object.fromEntries(Object.entries(definition).filter(([key]) => !addedByEcs.has(key))),
    networkMode: definition["networkMode"] ?? "bridge",
    requiresCompatibilities: Array.isArray(compatibilities) ? compatibilities.toSorted() : null,
    containerDefinitions: objectsAt(definition, "containerDefinitions")
      .map(normalizeContainer)
      .toSorted((one, other) => String(one["name"]).localeCompare(String(other["name"]))),
  });
}

function normalizeContainer(container: JsonObject): JsonObject {
  const sorted = Object.entries(container).map(([key, value]): [string, Json | undefined] => {
    const by = unordered[key];
    return [key, by === undefined ? value : sortBy(objectsAt(container, key), by)];
  });
  const cpu = container["cpu"] === 0 ? null : container["cpu"];
  return { ...Object.fromEntries(sorted), cpu, essential: container["essential"] ?? true };
}

function sortBy(entries: readonly JsonObject[], key: string): readonly JsonObject[] {
  return entries.toSorted((one, other) => String(one[key]).localeCompare(String(other[key])));
}

/** Without what is empty, at any depth. */
function strip(value: Json | undefined): Json {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(strip);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]): [string, Json] => [key, strip(child)]);
  return Object.fromEntries(entries.filter(([, child]) => !isEmpty(child)));
}
