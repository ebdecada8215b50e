import type { JsonObject } from "../../contracts/json.ts";
import { prefectRelease } from "../../serialization/prefect-release.ts";
import type { BlockTypeCreate } from "../records/block.ts";

export interface BuiltInBlock {
  readonly type: BlockTypeCreate;
  readonly schema: {
    readonly fields: JsonObject;
    readonly capabilities: readonly string[];
    readonly version: string;
  };
}

// The checksums are equal to those of this release.
const version = prefectRelease;

/** The block types that every control plane has. */
export const builtInBlocks: readonly BuiltInBlock[] = [
  {
    type: {
      name: "Local File System",
      slug: "local-file-system",
      description: "Store data as a file on a local file system.",
      documentation_url: "https://docs.prefect.io/latest/develop/results#specifying-a-default-filesystem",
    },
    schema: {
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
    },
  },
  {
    type: {
      name: "Secret",
      slug: "secret",
      description:
        "A block that represents a secret value. The value stored in this block will be obfuscated when this block is " +
        "viewed or edited in the UI.",
      documentation_url: "https://docs.prefect.io/latest/develop/blocks",
    },
    schema: {
      version,
      capabilities: [],
      fields: {
        title: "Secret",
        type: "object",
        description:
          "A block that represents a secret value. The value stored in this block will be obfuscated when this block is " +
          "viewed or edited in the UI.",
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
    },
  },
];
