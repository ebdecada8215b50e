import type { BlockType } from "../../contracts/block-type.ts";
import { prefectRelease } from "../../serialization/prefect-release.ts";

// The checksums are equal to those of this release.
const version = prefectRelease;

/** Prefect's block for files on a local file system. */
export const localFileSystemType: BlockType = {
  specificationVersion: "v1",
  name: "Local File System",
  slug: "local-file-system",
  description: "Store data as a file on a local file system.",
  documentationUrl: "https://docs.prefect.io/latest/develop/results#specifying-a-default-filesystem",
  version,
  capabilities: ["read-path", "write-path", "put-directory", "get-directory"],
  fields: {
    title: "LocalFileSystem",
    type: "object",
    description: "Store data as a file on a local file system.",
    properties: {
      basepath: {
        title: "Basepath",
        description: "Default local path for this block to write to.",
        anyOf: [{ type: "string" }, { type: "null" }],
        default: null,
        position: 0,
      },
    },
    block_type_slug: "local-file-system",
    secret_fields: [],
    block_schema_references: {},
  },
};

const secretDescription =
  "A block that represents a secret value. The value stored in this block will be obfuscated when this block is " +
  "viewed or edited in the UI.";

/** Prefect's block for one secret value. */
export const secretType: BlockType = {
  specificationVersion: "v1",
  name: "Secret",
  slug: "secret",
  description: secretDescription,
  documentationUrl: "https://docs.prefect.io/latest/develop/blocks",
  version,
  capabilities: [],
  fields: {
    title: "Secret",
    type: "object",
    description: secretDescription,
    properties: {
      value: {
        title: "Value",
        description: "A value that should be kept secret.",
        anyOf: [
          { type: "string", format: "password", writeOnly: true },
          { title: "string", type: "string" },
          { $ref: "#/definitions/JsonValue", title: "JSON" },
        ],
        examples: ["sk-1234567890", { username: "johndoe", password: "s3cr3t" }],
        format: "password",
        writeOnly: true,
        position: 0,
      },
    },
    required: ["value"],
    block_type_slug: "secret",
    secret_fields: ["value", "value"],
    block_schema_references: {},
  },
};

/** The block types that every control plane has. */
export const builtInBlocks: readonly BlockType[] = [localFileSystemType, secretType];
