/** What the fields of every kind of object are called and hold, as the official client knows it. */
export interface ObjectSchema {
  /**
   * The value without the fields that its kind does not have, and the paths of those. Throws `TypeMismatch` for a value of
   * the wrong kind.
   */
  decode(kind: string, value: unknown): { readonly value: unknown; readonly unknownFields: readonly string[] };
}

/** A value is not of the type that its field has. */
export class TypeMismatch extends Error {
  constructor(given: unknown, field: string, type: string) {
    const isList = Array.isArray(given);
    super(
      `json: cannot unmarshal ${isList ? "array" : jsonTypeOf(given)} into Go struct field ${field} of type ${type}`,
    );
    this.name = "TypeMismatch";
  }
}

interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

interface Model {
  getAttributeTypeMap(): readonly Attribute[];
}

const goTypes: Readonly<Record<string, string>> = { string: "string", boolean: "bool", number: "int32", Date: "Time" };
/** Quantities are numbers or text. */
const quantities = new Set(["limits", "requests", "hard", "used", "capacity", "allocatable", "divisor", "sizeLimit"]);

export async function loadObjectSchema(): Promise<ObjectSchema> {
  const models = (await import("@kubernetes/client-node")) as unknown as Readonly<Record<string, Partial<Model>>>;
  const attributesOf = (type: string): readonly Attribute[] | null => models[type]?.getAttributeTypeMap?.() ?? null;

  function decodeValue(value: unknown, type: string, place: Place): unknown {
    if (value === null || value === undefined || type === "any" || type === "object" || type === "IntOrString")
      return value;
    const element = /^Array<(.+)>$/.exec(type)?.[1];
    if (element !== undefined) {
      if (!Array.isArray(value)) throw new TypeMismatch(value, place.field, `[]${goName(element)}`);
      return value.map((each, index) => decodeValue(each, element, { ...place, path: `${place.path}[${index}]` }));
    }
    const member = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
    if (member !== undefined) {
      if (!isFields(value)) throw new TypeMismatch(value, place.field, `map[string]${goName(member)}`);
      const entries = Object.entries(value).map(([key, each]) => [key, decodeValue(each, member, place)]);
      return Object.fromEntries(entries) as unknown;
    }
    const attributes = attributesOf(type);
    if (attributes !== null) return decodeFields(value, type, attributes, place);
    const isNumericQuantity = type === "string" && typeof value === "number" && quantities.has(place.name);
    const wanted = type === "Date" ? "string" : type;
    if (typeof value !== wanted && !isNumericQuantity && wanted in goTypes) {
      throw new TypeMismatch(value, place.field, goName(type, place.format));
    }
    return value;
  }

  function decodeFields(value: unknown, type: string, attributes: readonly Attribute[], place: Place): unknown {
    // Times of events with fractions are a class of their own in the client.
    if (typeof value === "string" && type.endsWith("MicroTime")) return value;
    if (!isFields(value)) throw new TypeMismatch(value, place.field, goName(type));
    const byName = new Map(attributes.map((attribute) => [attribute.baseName, attribute]));
    const known: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(value)) {
      const path = place.path === "" ? name : `${place.path}.${name}`;
      const attribute = byName.get(name);
      if (attribute === undefined) place.unknownFields.push(path);
      else {
        const field = `${goName(type)}.${path.replaceAll(/\[\d+\]/g, "")}`;
        known[name] = decodeValue(each, attribute.type, { ...place, path, field, name, format: attribute.format });
      }
    }
    return known;
  }

  return {
    decode(kind, value) {
      const type = kind === "Event" ? "CoreV1Event" : `V1${kind}`;
      const unknownFields: string[] = [];
      const place: Place = { path: "", field: kind, name: "", format: "", unknownFields };
      return { value: decodeValue(value, type, place), unknownFields };
    },
  };
}

interface Place {
  readonly path: string;
  /** As a message names it: the struct and the path. */
  readonly field: string;
  readonly name: string;
  readonly format: string;
  readonly unknownFields: string[];
}

function goName(type: string, format = ""): string {
  if (type === "number" && format !== "") return format === "double" ? "float64" : format;
  return goTypes[type] ?? type.replace(/^(?:Core|Rbac|Batch)?V1/, "");
}

function jsonTypeOf(value: unknown): string {
  if (typeof value === "boolean") return "bool";
  return typeof value;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
