/** Turns what a flow returns into bytes, and makes it again of them. */
export interface Serializer {
  /** Stored with every result: unique, and kept as long as results are. It holds a dot: `"my-package.msgpack"`. */
  readonly type: string;
  /** What it throws fails the run. */
  encode(value: unknown): Uint8Array;
  /** Given bytes that came from outside: it must execute nothing that they hold. */
  decode(bytes: Uint8Array): unknown;
}

/** A serializer that every installation has. */
export type PlainSerializerType = "json" | "tagged-json";

/**
 * `json` refuses what JSON cannot say; `tagged-json` carries it. `compressed/json` is read by Prefect's Python edition
 * too.
 */
export type BuiltInSerializerType = PlainSerializerType | `compressed/${PlainSerializerType}`;
