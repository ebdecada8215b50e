import type { BlockType } from "./block-type.ts";

/** Fields of a block with Prefect's names: a field that refers to another block may hold that block. */
export type BlockData = object;

export interface BlockSaveOptions {
  /** Whether a block of this name is replaced. Default: false. */
  readonly overwrite?: boolean;
}

/** A block: configuration, often with secrets, that the control plane keeps under a name. */
export interface Block<Data extends BlockData> {
  readonly blockTypeSlug: string;
  /** Its fields. Printing the block, or making JSON of it, masks the secret ones. */
  readonly data: Data;
  /** `null` until it is saved. */
  readonly name: string | null;
  /** `null` until it is saved. */
  readonly blockDocumentId: string | null;
  /**
   * Keeps it under the name, and registers its type where that is unknown. Blocks in its fields must have been saved.
   * Throws `BlockAlreadyExistsError` and `BlockNotSavedError`.
   */
  save(name: string, options?: BlockSaveOptions): Promise<SavedBlock<Data>>;
}

/** A block that the control plane keeps; results can be kept in those that are storages. */
export interface SavedBlock<Data extends BlockData> extends Block<Data> {
  readonly name: string;
  readonly blockDocumentId: string;
}

/** A type of block in code: `await S3Bucket.load("results")`, `await new Secret({ value }).save("api-key")`. */
export interface BlockClass<Data extends BlockData> {
  new (data: Data): Block<Data>;
  readonly blockType: BlockType;
  /** Throws `BlockNotFoundError`. */
  load(name: string): Promise<SavedBlock<Data>>;
  /** Throws `BlockNotFoundError`. */
  delete(name: string): Promise<void>;
  /** Makes the type known to the control plane, or brings it up to date there. */
  register(): Promise<void>;
}
