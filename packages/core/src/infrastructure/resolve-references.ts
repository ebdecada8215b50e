import { isJsonObject, type Json, type JsonObject } from "../contracts/json.ts";
import { TemplateReferenceError } from "../errors/template-reference-error.ts";
import { valueAtPath } from "./json-object.ts";
import {
  blockPrefix,
  findPlaceholders,
  replacePlaceholders,
  toInlineText,
  variablePrefix,
  wholePlaceholder,
} from "./placeholder.ts";
import type { Placeholder } from "./placeholder.ts";
import { rememberReads } from "./template-reader.ts";
import type { TemplateReader } from "./template-reader.ts";

/**
 * Puts in what the template refers to: `{"$ref": {"block_document_id": id}}` and `{{ prefect.blocks.slug.name.path }}`
 * become the block's data, `{{ prefect.variables.name }}` the variable's value, or an empty text. What is put in is
 * not searched again, save for blocks that refer to blocks. Throws `TemplateReferenceError`.
 */
export async function resolveReferences(template: JsonObject, reader: TemplateReader): Promise<JsonObject> {
  const remembering = rememberReads(reader);
  return (await resolve(template, (text) => resolveText(text, remembering), remembering, [])) as JsonObject;
}

type ResolveText = (text: string) => Promise<Json>;

async function resolve(
  template: Json,
  ofText: ResolveText,
  reader: TemplateReader,
  within: readonly string[],
): Promise<Json> {
  if (typeof template === "string") return ofText(template);
  if (typeof template !== "object" || template === null) return template;
  if (!isJsonObject(template)) return Promise.all(template.map((item) => resolve(item, ofText, reader, within)));
  const blockDocumentId = referencedBlock(template);
  if (blockDocumentId !== null) return resolveBlockReference(blockDocumentId, reader, within);
  const entries = Object.entries(template).map(
    async ([key, value]) => [key, value === undefined ? value : await resolve(value, ofText, reader, within)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function referencedBlock(template: JsonObject): string | null {
  const reference = template["$ref"];
  const id = isJsonObject(reference) ? reference["block_document_id"] : null;
  return typeof id === "string" ? id : null;
}

async function resolveBlockReference(id: string, reader: TemplateReader, within: readonly string[]): Promise<Json> {
  const reference = `{"$ref": {"block_document_id": "${id}"}}`;
  if (within.includes(id)) throw new TemplateReferenceError({ reference, reason: "the block refers to itself" });
  const document = await reader.readBlockDocument(id).catch((cause: unknown) => {
    throw new TemplateReferenceError({ reference, reason: `the block with the id '${id}' cannot be read`, cause });
  });
  return resolve(document.data, async (text) => text, reader, [...within, id]);
}

async function resolveText(text: string, reader: TemplateReader): Promise<Json> {
  const whole = wholePlaceholder(text);
  if (whole?.kind === "block") return blockValue(whole, reader);
  if (whole?.kind === "variable") return (await readVariable(whole, reader)) ?? "";
  const texts = new Map<string, string>();
  for (const placeholder of findPlaceholders(text)) {
    if (placeholder.kind === "block") texts.set(placeholder.text, await inlineBlockValue(placeholder, reader));
    if (placeholder.kind === "variable")
      texts.set(placeholder.text, toInlineText(await readVariable(placeholder, reader)));
  }
  return replacePlaceholders(text, (placeholder) => texts.get(placeholder.text) ?? null);
}

async function readVariable({ name }: Placeholder, reader: TemplateReader): Promise<Json | undefined> {
  return (await reader.readVariable(name.slice(variablePrefix.length)))?.value;
}

async function inlineBlockValue(placeholder: Placeholder, reader: TemplateReader): Promise<string> {
  const value = await blockValue(placeholder, reader);
  if (typeof value === "object" && value !== null) {
    const reason = "inside a longer text it must lead to a text or a number, not to an object or a list";
    throw new TemplateReferenceError({ reference: placeholder.text, reason });
  }
  return toInlineText(value);
}

async function blockValue({ name, text }: Placeholder, reader: TemplateReader): Promise<Json> {
  const [slug, documentName, ...rest] = name.slice(blockPrefix.length).split(".");
  if (!slug || !documentName) {
    const reason = "it must read prefect.blocks.<block-type-slug>.<block-document-name>";
    throw new TemplateReferenceError({ reference: text, reason });
  }
  const document = await reader.readBlockDocumentByName(slug, documentName);
  if (document === null) {
    const reason = `there is no block '${documentName}' of type '${slug}'`;
    throw new TemplateReferenceError({ reference: text, reason });
  }
  const data = await resolve(document.data, async (inner) => inner, reader, []);
  const path = rest.join(".");
  const value = valueAtBlockPath(data as JsonObject, path);
  if (value === undefined) {
    throw new TemplateReferenceError({ reference: text, reason: `the block's data has nothing at '${path}'` });
  }
  return value;
}

/** A block that holds nothing but a `value` (a secret, a text) stands for that value. */
function valueAtBlockPath(data: JsonObject, path: string): Json | undefined {
  const holdsOnlyValue = Object.keys(data).length === 1 && data["value"] !== undefined;
  const namesValue = /^value(?:$|[.[])/.test(path);
  const root: Json | undefined = holdsOnlyValue && !namesValue ? data["value"] : data;
  return path === "" ? root : valueAtPath(root, path);
}
