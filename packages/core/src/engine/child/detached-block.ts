import type { BlockData } from "../../contracts/block.ts";
import { BlockUnreachableError } from "../../errors/block-unreachable-error.ts";
import { isLoading } from "./current-runtime.ts";

/** What a class of blocks is inside a bundle, where no control plane is. */
export interface DetachedBlockClass {
  new (data: BlockData): DetachedBlock;
  load(name: string): Promise<DetachedBlock>;
  delete(name: string): Promise<void>;
  register(): Promise<void>;
}

export interface DetachedBlock {
  readonly blockTypeSlug: string;
  readonly blockDocumentId: string;
  readonly data: BlockData;
  save(name: string): Promise<DetachedBlock>;
}

/**
 * A block class for code that runs remotely already. What top-level code loads and saves was loaded and saved by the
 * submitter, and stands for itself in options such as `resultStorage`; its data, and whatever a running flow asks for,
 * throw `BlockUnreachableError`.
 */
export function defineBlock({ slug }: { readonly slug: string }): DetachedBlockClass {
  const refuse = (): never => {
    throw new BlockUnreachableError({ blockTypeSlug: slug });
  };
  const refuseRunning = (): void => {
    if (!isLoading()) refuse();
  };
  const makeUnread = (): DetachedBlock => Object.defineProperty(new Block({}), "data", { get: refuse });

  class Block implements DetachedBlock {
    static async load(): Promise<DetachedBlock> {
      refuseRunning();
      return makeUnread();
    }
    static async delete(): Promise<void> {
      refuseRunning();
    }
    static async register(): Promise<void> {
      refuseRunning();
    }
    readonly blockTypeSlug = slug;
    /** The submitter knows it. */
    readonly blockDocumentId = "";
    readonly data: BlockData;

    constructor(data: BlockData) {
      this.data = data;
    }

    async save(): Promise<DetachedBlock> {
      refuseRunning();
      return this;
    }
  }
  return Block;
}

/** The `LocalFileSystem` of a bundle. */
export const LocalFileSystem: DetachedBlockClass = defineBlock({ slug: "local-file-system" });

/** The `Secret` of a bundle. */
export const Secret: DetachedBlockClass = defineBlock({ slug: "secret" });
