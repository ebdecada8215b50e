import type { JsonObject } from "../contracts/json.ts";

/** A block as a storage is opened with it, secrets included. */
export interface StoredBlock {
  readonly id: string;
  readonly name: string | null;
  readonly data: JsonObject;
  /** By field: the documents that fields came from. One of the embedded control plane that was deleted is `{}`. */
  readonly block_document_references?: JsonObject;
  readonly block_type?: { readonly slug: string } | null | undefined;
}

/** Where blocks are read from; the control plane's client is one. */
export interface BlockReader {
  /** Throws where there is none with the id. */
  readBlockDocument(blockDocumentId: string): Promise<StoredBlock>;
  readBlockDocumentByName(blockTypeSlug: string, name: string): Promise<StoredBlock | null>;
}
