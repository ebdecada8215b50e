import { inspect } from "node:util";
import type { Block, BlockClass, BlockData, BlockSaveOptions, SavedBlock } from "../../contracts/block.ts";
import type { BlockType } from "../../contracts/block-type.ts";
import type { JsonObject } from "../../contracts/json.ts";
import { BlockNotFoundError } from "../../errors/block-not-found-error.ts";
import { openControlPlane } from "../open-control-plane.ts";
import { withBlocksMasked, withReferencedBlocks, type DocumentContent } from "./block-content.ts";
import { registerBlockType } from "./register-block-type.ts";
import { saveBlock } from "./save-block.ts";
import { maskPaths, secretPaths } from "./secret-fields.ts";

const makers = new Map<string, (content: DocumentContent) => SavedBlock<BlockData>>();

/**
 * The class of a type of block, with typed fields: `defineBlock<S3BucketData>(s3BucketType)`. Making one touches
 * nothing; what its blocks do opens the control plane that the settings name.
 */
export function defineBlock<Data extends BlockData>(blockType: BlockType): BlockClass<Data> {
  const { slug } = blockType;

  class DefinedBlock implements Block<Data> {
    static readonly blockType = blockType;
    readonly blockTypeSlug = slug;
    readonly data: Data;
    name: string | null = null;
    blockDocumentId: string | null = null;

    constructor(data: Data) {
      this.data = data;
    }

    static async load(name: string): Promise<SavedBlock<Data>> {
      const document = await (await openControlPlane()).readBlockDocumentByName(slug, name);
      if (document === null) throw new BlockNotFoundError({ block: `${slug}/${name}` });
      const { id, data, block_document_references: references } = document;
      return fromContent({ slug, id, name, data, references });
    }

    static async delete(name: string): Promise<void> {
      const client = await openControlPlane();
      const document = await client.readBlockDocumentByName(slug, name, { includeSecrets: false });
      if (document === null) throw new BlockNotFoundError({ block: `${slug}/${name}` });
      await client.deleteBlockDocument(document.id);
    }

    static async register(): Promise<void> {
      await registerBlockType(await openControlPlane(), blockType);
    }

    async save(name: string, { overwrite = false }: BlockSaveOptions = {}): Promise<SavedBlock<Data>> {
      const client = await openControlPlane();
      this.blockDocumentId = await saveBlock(client, blockType, { name, data: this.data, overwrite });
      this.name = name;
      return this as SavedBlock<Data>;
    }

    /** For logs and records: without its secrets. */
    toJSON(): JsonObject {
      return maskPaths(withBlocksMasked(this.data), secretPaths(blockType.fields));
    }

    [inspect.custom](): string {
      return `${slug}/${this.name ?? "(not saved)"} ${inspect(this.toJSON())}`;
    }
  }

  function fromContent(content: DocumentContent): SavedBlock<Data> {
    const block = new DefinedBlock(withReferencedBlocks(content, makeBlock) as Data);
    block.name = content.name;
    block.blockDocumentId = content.id;
    return block as SavedBlock<Data>;
  }

  makers.set(slug, fromContent);
  return DefinedBlock;
}

/** A block of a type that nothing here defines can be referred to; what of it is secret is not known. */
function makeBlock(content: DocumentContent): SavedBlock<BlockData> {
  const known = makers.get(content.slug);
  if (known !== undefined) return known(content);
  defineBlock(toUnknownType(content));
  return makeBlock(content);
}

function toUnknownType({ slug, data }: DocumentContent): BlockType {
  return {
    specificationVersion: "v1",
    slug,
    name: slug,
    description: "",
    fields: { secret_fields: Object.keys(data) },
    capabilities: [],
    version: "",
  };
}
