import { RegisterTaskDefinitionRequest$, RunTaskRequest$ } from "@aws-sdk/client-ecs";
import { NormalizedSchema } from "@smithy/core/schema";
import type { StaticStructureSchema } from "@smithy/types";
import { isJsonObject, type Json, type JsonObject } from "prefect-core/provider";

/** A name in a request that ECS does not have there. */
export interface UnknownMember {
  /** `containerDefinitions[0].enviroment` */
  readonly path: string;
  readonly name: string;
  /** What ECS has in its place. */
  readonly known: readonly string[];
}

export type ModelledOperation = "RegisterTaskDefinition" | "RunTask";

const schemas: Readonly<Record<ModelledOperation, StaticStructureSchema>> = {
  RegisterTaskDefinition: RegisterTaskDefinitionRequest$,
  RunTask: RunTaskRequest$,
};

/** The first name that is not in the service's model, as the SDK has it: the SDK leaves such out without a word. Pure. */
export function findUnknownMember(operation: ModelledOperation, request: JsonObject): UnknownMember | null {
  return findIn(NormalizedSchema.of(schemas[operation]), request, "");
}

function findIn(schema: NormalizedSchema, value: Json, path: string): UnknownMember | null {
  if (Array.isArray(value)) {
    if (!schema.isListSchema()) return null;
    return firstOf([...value.entries()], ([index, item]) => findIn(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (!isJsonObject(value)) return null;
  if (schema.isStructSchema()) return findInStructure(schema.getMemberSchemas(), value, path);
  if (!schema.isMapSchema()) return null;
  return firstOf(Object.entries(value), ([key, item = null]) => findIn(schema.getValueSchema(), item, join(path, key)));
}

function findInStructure(
  members: Readonly<Record<string, NormalizedSchema>>,
  value: JsonObject,
  path: string,
): UnknownMember | null {
  return firstOf(Object.entries(value), ([name, child = null]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) return { path: join(path, name), name, known: Object.keys(members) };
    return findIn(member, child, join(path, name));
  });
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => UnknownMember | null): UnknownMember | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
