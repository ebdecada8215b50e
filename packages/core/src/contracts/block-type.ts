import type { JsonObject } from "./json.ts";

/**
 * A type of block, as a plugin defines it and lists it in `blockTypes` of its `"prefect"` entry: before those that refer
 * to it. Take `fields`, `capabilities` and `version` as Prefect's own integration registers them, so that both editions
 * share one schema.
 */
export interface BlockType {
  readonly specificationVersion: "v1";
  /** `aws-credentials`. */
  readonly slug: string;
  /** `AWS Credentials`. */
  readonly name: string;
  readonly description: string;
  readonly documentationUrl?: string;
  readonly logoUrl?: string;
  readonly codeExample?: string;
  /**
   * The JSON schema of its fields, with Prefect's names. `secret_fields` lists the paths of those that are encrypted
   * and masked (`a.*` for whatever is below `a`), `block_schema_references` the types of block that fields refer to.
   */
  readonly fields: JsonObject;
  /** Fields that blocks may have beyond Prefect's schema; its Python edition keeps them and does not use them. Default: none. */
  readonly furtherFields?: readonly string[];
  /** What its blocks can do: `read-path` and `write-path` for those that keep results. */
  readonly capabilities: readonly string[];
  /** The release whose schema this is. */
  readonly version: string;
}
