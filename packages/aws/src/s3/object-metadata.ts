import { partLayout } from "./part-layout.ts";
import type { ObjectMetadata } from "./s3-api.ts";

/** How an object was cut into parts. */
export const layoutMetadata = "prefect-part-layout";
const writeMetadata = "prefect-write";

/** What is kept with an object: by its id a writer knows its own write again after an answer was lost. */
export function toMetadata(writeId: string, { isParted }: { isParted: boolean }): ObjectMetadata {
  return { [writeMetadata]: writeId, ...(isParted ? { [layoutMetadata]: partLayout } : {}) };
}

export function isFromWrite(metadata: ObjectMetadata, writeId: string): boolean {
  return metadata[writeMetadata] === writeId;
}
