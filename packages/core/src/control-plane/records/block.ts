import type { JsonObject } from "../../contracts/json.ts";

export interface BlockTypeCreate {
  readonly name: string;
  readonly slug: string;
  readonly logo_url?: string | null | undefined;
  readonly documentation_url?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly code_example?: string | null | undefined;
}

export type BlockTypeUpdate = Omit<BlockTypeCreate, "name" | "slug">;

export interface BlockTypeRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string;
  readonly slug: string;
  readonly logo_url: string | null;
  readonly documentation_url: string | null;
  readonly description: string | null;
  readonly code_example: string | null;
  readonly is_protected: boolean;
}

export interface BlockSchemaCreate {
  readonly block_type_id: string;
  /** The JSON schema of the block's fields. */
  readonly fields?: JsonObject | undefined;
  readonly capabilities?: readonly string[] | undefined;
  readonly version?: string | undefined;
}

export interface BlockSchemaRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  /** `sha256:` and the hash of the fields. */
  readonly checksum: string;
  readonly fields: JsonObject;
  readonly block_type_id: string | null;
  readonly block_type?: BlockTypeRecord | null | undefined;
  readonly capabilities: readonly string[];
  readonly version: string;
}

export interface BlockDocumentCreate {
  readonly name?: string | null | undefined;
  readonly data?: JsonObject | undefined;
  readonly block_schema_id: string;
  readonly block_type_id: string;
  readonly is_anonymous?: boolean | undefined;
}

export interface BlockDocumentUpdate {
  readonly block_schema_id?: string | null | undefined;
  readonly data: JsonObject;
  /** Whether keys that `data` does not name stay as they are. Default: true. */
  readonly merge_existing_data?: boolean | undefined;
}

export interface BlockDocumentRecord {
  readonly id: string;
  readonly created: string | null;
  readonly updated: string | null;
  readonly name: string | null;
  /** With referenced documents in place of their references; secrets are `********` unless they were asked for. */
  readonly data: JsonObject;
  readonly block_schema_id: string;
  readonly block_schema?: BlockSchemaRecord | null | undefined;
  readonly block_type_id: string;
  readonly block_type_name?: string | null | undefined;
  readonly block_type?: BlockTypeRecord | null | undefined;
  readonly block_document_references: JsonObject;
  readonly is_anonymous: boolean;
}
