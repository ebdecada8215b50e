import type { Position } from "./position.ts";

/** How what JSON cannot say stands in the JSON text: an object whose `$` names a type. */
export interface Tag {
  readonly $: string;
  readonly [field: string]: unknown;
}

/** What the encoder offers to the families of types. */
export interface Encoder {
  /** The JSON form of a value that stands within another. Families encode in the order in which the fields stand. */
  encode(value: unknown, at: Position): unknown;
  /** The same of an object's field, where reading it may throw without harm to the other fields. */
  encodeField(owner: object, name: string, at: Position): unknown;
  /** The fields that hold binary content: in the text as `base64`, or as `part`, the index of what follows the text. */
  encodeBytes(bytes: Uint8Array): { readonly base64: string } | { readonly part: number };
  /** Notes that a value cannot travel, and gives what stands in its place where that is allowed. */
  refuse(reason: string, at: Position): unknown;
}

/** What the decoder offers to the families of types. */
export interface Decoder {
  /** The value that a node of the JSON text stands for. */
  decode(node: unknown): unknown;
  /** Gives a container before its content is decoded, so that its content can refer to it. */
  begin<T extends object>(tag: Tag, container: T): T;
  decodeBytes(tag: Tag): Uint8Array<ArrayBuffer>;
}

/** Types that are encoded alike. */
export interface TypeFamily {
  /** The JSON form of an object of this family; `undefined` for any other object. */
  encode(value: object, at: Position, encoder: Encoder): unknown;
  /** By the names that stand in `$`. */
  readonly decoders: Readonly<Record<string, (tag: Tag, decoder: Decoder) => unknown>>;
}
