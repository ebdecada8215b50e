import type { BlockData } from "../../contracts/block.ts";
import { BlockUnreachableError } from "../../errors/block-unreachable-error.ts";

/** What a class of blocks is inside a bundle, where no control plane is: one can be made, and neither loaded nor saved. */
export interface DetachedBlockClass {
  new (data: BlockData): { readonly blockTypeSlug: string; readonly data: BlockData; save(): Promise<never> };
  load(): Promise<never>;
  delete(): Promise<never>;
  register(): Promise<never>;
}

/** A block class for code that runs remotely already; what would reach a control plane throws `BlockUnreachableError`. */
export function createDetachedBlock(blockTypeSlug: string): DetachedBlockClass {
  const refuse = async (): Promise<never> => {
    throw new BlockUnreachableError({ blockTypeSlug });
  };
  return class DetachedBlock {
    static readonly load = refuse;
    static readonly delete = refuse;
    static readonly register = refuse;
    readonly blockTypeSlug = blockTypeSlug;
    readonly name = null;
    readonly blockDocumentId = null;
    readonly data: BlockData;
    readonly save = refuse;

    constructor(data: BlockData) {
      this.data = data;
    }
  };
}

/** The `LocalFileSystem` of a bundle. */
export const LocalFileSystem: DetachedBlockClass = createDetachedBlock("local-file-system");

/** The `Secret` of a bundle. */
export const Secret: DetachedBlockClass = createDetachedBlock("secret");
