import { isAnyArrayBuffer, isArrayBufferView, isSharedArrayBuffer } from "node:util/types";
import { fieldError } from "./tag-field.ts";
import { brandOf, classNameOf } from "./class-name.ts";
import type { Position } from "./position.ts";
import type { Decoder, Encoder, Tag, TypeFamily } from "./tag.ts";

interface TypedArrayClass {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): NodeJS.TypedArray;
}

/** `Float16Array` is missing here where the engine lacks it. */
const typedArrays: ReadonlyMap<string, TypedArrayClass> = new Map(
  [
    "Int8Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "Int16Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "BigInt64Array",
    "BigUint64Array",
  ].flatMap((name) => {
    const typedArray = (globalThis as unknown as Record<string, TypedArrayClass | undefined>)[name];
    return typedArray === undefined ? [] : [[name, typedArray] as const];
  }),
);

function encodeBinary(value: object, at: Position, encoder: Encoder): unknown {
  const isView = isArrayBufferView(value);
  if (!isView && !isAnyArrayBuffer(value)) return undefined;
  const buffer = isView ? value.buffer : value;
  const type = binaryTypeOf(value);
  if (type === undefined) return undefined;
  if (isSharedArrayBuffer(buffer)) return encoder.refuse(`${type} on shared memory: send a copy of it`, at);
  if ((buffer as ArrayBuffer).detached) {
    return encoder.refuse(`${type} whose memory was transferred elsewhere: it is empty now`, at);
  }
  const bytes = isView ? new Uint8Array(buffer, value.byteOffset, value.byteLength) : new Uint8Array(buffer);
  return { $: type, ...encoder.encodeBytes(bytes) };
}

/** `undefined` for a class derived from a binary type. */
function binaryTypeOf(value: object): string | undefined {
  if (Buffer.isBuffer(value)) return "Buffer";
  const brand = brandOf(value);
  return classNameOf(value) === brand ? brand : undefined;
}

function decodeTypedArray(tag: Tag, typedArray: TypedArrayClass, decoder: Decoder): NodeJS.TypedArray {
  const { buffer } = decoder.decodeBytes(tag);
  const size = typedArray.BYTES_PER_ELEMENT;
  if (buffer.byteLength % size !== 0) throw fieldError(tag, "part", `a multiple of ${size} bytes`);
  return new typedArray(buffer);
}

function decodeBuffer(tag: Tag, decoder: Decoder): Buffer {
  return Buffer.from(decoder.decodeBytes(tag).buffer);
}

/**
 * Bytes, and views on them. What is decoded has memory of its own, of exactly its size; two views on one memory become
 * two memories. Numbers are little-endian, as on every platform that Node.js is released for but IBM Z.
 */
export const binaries: TypeFamily = {
  encode: encodeBinary,
  decoders: {
    ArrayBuffer: (tag, decoder) => decoder.decodeBytes(tag).buffer,
    DataView: (tag, decoder) => new DataView(decoder.decodeBytes(tag).buffer),
    Buffer: decodeBuffer,
    ...Object.fromEntries(
      Array.from(typedArrays, ([name, typedArray]) => [
        name,
        (tag: Tag, decoder: Decoder) => decodeTypedArray(tag, typedArray, decoder),
      ]),
    ),
  },
};
