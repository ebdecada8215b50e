import type { BlockType } from "../../contracts/block-type.ts";
import type { BlockTypeCreate } from "../records/block.ts";

/** A block type as the API takes it. Pure. */
export function toBlockTypeCreate(blockType: BlockType): BlockTypeCreate {
  const { name, slug, description, documentationUrl, logoUrl, codeExample } = blockType;
  return {
    name,
    slug,
    description,
    ...(documentationUrl === undefined ? {} : { documentation_url: documentationUrl }),
    ...(logoUrl === undefined ? {} : { logo_url: logoUrl }),
    ...(codeExample === undefined ? {} : { code_example: codeExample }),
  };
}
