import type { ObjectMeta } from "./api-object.ts";
import type { ResourceType } from "./resource-type.ts";
import type { FieldCause } from "./status-error.ts";

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with " +
  "an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const keyRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const maximumAnnotationBytes = 256 * 1024;

export function validateMetadata(
  type: ResourceType,
  { name, labels = {}, annotations = {} }: ObjectMeta,
  { hasGeneratedName }: { readonly hasGeneratedName: boolean },
): FieldCause[] {
  const causes: FieldCause[] = [];
  if (name === "") causes.push(required("metadata.name", "name or generateName is required"));
  else if (type.group !== "rbac.authorization.k8s.io" && !subdomain.test(name)) {
    causes.push(invalidValue(hasGeneratedName ? "metadata.generateName" : "metadata.name", name, subdomainRule));
  }
  if (name.length > 253) causes.push(invalidValue("metadata.name", name, "must be no more than 253 characters"));
  causes.push(...validateLabels(labels, "metadata.labels"));
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + Buffer.byteLength(value),
    0,
  );
  for (const key of Object.keys(annotations)) causes.push(...validateKey(key.toLowerCase(), "metadata.annotations"));
  if (bytes > maximumAnnotationBytes) {
    causes.push(tooLong("metadata.annotations", `may not be more than ${maximumAnnotationBytes} bytes`));
  }
  return causes;
}

export function validateLabels(labels: Readonly<Record<string, unknown>>, field: string): FieldCause[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const causes = validateKey(key, field);
    const text = String(value);
    if (text.length > 63) causes.push(invalidValue(field, text, "must be no more than 63 bytes"));
    if (!labelValue.test(text)) causes.push(invalidValue(field, text, valueRule));
    return causes;
  });
}

/** Of a container, a volume and their kind. */
export function validateLabelName(name: string | undefined, field: string): FieldCause[] {
  if (name === undefined || name === "") return [required(field)];
  if (!label.test(name)) return [invalidValue(field, name, labelRule)];
  return name.length > 63 ? [invalidValue(field, name, "must be no more than 63 characters")] : [];
}

function validateKey(key: string, field: string): FieldCause[] {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  const causes: FieldCause[] = [];
  if (parts.length > 2) causes.push(invalidValue(field, key, `a qualified name must have one '/' at most`));
  if (parts.length === 2 && !subdomain.test(parts[0] ?? "")) {
    causes.push(invalidValue(field, key, `prefix part ${subdomainRule}`));
  }
  if (name === "") causes.push(invalidValue(field, key, "name part must be non-empty"));
  else if (name.length > 63) causes.push(invalidValue(field, key, "name part must be no more than 63 characters"));
  else if (!qualifiedName.test(name)) causes.push(invalidValue(field, key, keyRule));
  return causes;
}

export function required(field: string, detail = ""): FieldCause {
  return { reason: "FieldValueRequired", message: `Required value${detail === "" ? "" : `: ${detail}`}`, field };
}

export function invalidValue(field: string, value: unknown, problem: string): FieldCause {
  return { reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value)}: ${problem}`, field };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldCause {
  const values = supported.map((each) => JSON.stringify(each)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`;
  return { reason: "FieldValueNotSupported", message, field };
}

export function duplicate(field: string, value: string): FieldCause {
  return { reason: "FieldValueDuplicate", message: `Duplicate value: ${JSON.stringify(value)}`, field };
}

export function absentReference(field: string, value: string): FieldCause {
  return { reason: "FieldValueNotFound", message: `Not found: ${JSON.stringify(value)}`, field };
}

function tooLong(field: string, problem: string): FieldCause {
  return { reason: "FieldValueTooLong", message: `Too long: ${problem}`, field };
}
