import type { Json, JsonObject } from "../contracts/json.ts";

/** What templates can refer to; the control plane's client is one. Secrets come as they are. */
export interface TemplateReader {
  /** Throws where there is none with the id. */
  readBlockDocument(blockDocumentId: string): Promise<{ readonly data: JsonObject }>;
  readBlockDocumentByName(blockTypeSlug: string, name: string): Promise<{ readonly data: JsonObject } | null>;
  readVariable(name: string): Promise<{ readonly value: Json } | null>;
}

/** Reads each thing once, however often a template names it. */
export function rememberReads(reader: TemplateReader): TemplateReader {
  const reads = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const earlier = reads.get(key) as Promise<T> | undefined;
    if (earlier !== undefined) return earlier;
    const reading = read();
    reads.set(key, reading);
    return reading;
  };
  return {
    readBlockDocument: (id) => once(`id ${id}`, () => reader.readBlockDocument(id)),
    readBlockDocumentByName: (slug, name) =>
      once(`block ${slug} ${name}`, () => reader.readBlockDocumentByName(slug, name)),
    readVariable: (name) => once(`variable ${name}`, () => reader.readVariable(name)),
  };
}
