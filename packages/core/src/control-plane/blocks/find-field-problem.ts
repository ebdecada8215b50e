import type { BlockType } from "../../contracts/block-type.ts";
import { isJsonObject, type Json, type JsonObject } from "../../contracts/json.ts";
import { closestName } from "../../errors/closest-name.ts";

/** What is wrong with a field; `reason` completes "its field ..." and holds no value, which may be a secret. */
export interface FieldProblem {
  readonly field: string;
  readonly reason: string;
}

/**
 * The first thing in a block's data that its type does not allow: a field that is missing, unknown or of another type.
 * A misspelt credential would else be as if it had not been given. Types within fields are left to who uses them. Pure.
 */
export function findFieldProblem({ fields, furtherFields = [] }: BlockType, data: JsonObject): FieldProblem | null {
  const required = Array.isArray(fields["required"]) ? fields["required"].map(String) : [];
  const missing = required.find((field) => !Object.hasOwn(data, field));
  if (missing !== undefined) return { field: missing, reason: "is missing" };
  const properties = fields["properties"];
  if (!isJsonObject(properties)) return null;
  for (const [field, value] of Object.entries(data)) {
    const property = Object.hasOwn(properties, field) ? properties[field] : undefined;
    if (property === undefined && !furtherFields.includes(field)) {
      return { field, reason: describeUnknown(field, [...Object.keys(properties), ...furtherFields]) };
    }
    const types = typesOf(property ?? null);
    if (types !== null && !types.some((type) => isOfType(value ?? null, type))) {
      return { field, reason: `must be of type ${types.join(" or ")}` };
    }
  }
  return null;
}

function describeUnknown(field: string, known: readonly string[]): string {
  const closest = closestName(field, known);
  return closest === null ? `is unknown: there are ${known.join(", ")}` : `is unknown: "${closest}" may be meant`;
}

/** `null`: any. */
function typesOf(property: Json): readonly string[] | null {
  if (!isJsonObject(property)) return null;
  const { type, anyOf } = property;
  if (typeof type === "string") return [type];
  if (!Array.isArray(anyOf)) return null;
  const types = anyOf.map(typesOf);
  return types.includes(null) ? null : types.flatMap((each) => each ?? []);
}

function isOfType(value: Json, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isJsonObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
