import { isDeepStrictEqual } from "node:util";
import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { decodeValue } from "./decode-value.ts";
import { encodeValue } from "./encode-value.ts";

const key = fc.oneof(fc.string(), fc.constantFrom("$", "__proto__", "constructor", "toJSON", "format", "data"));

const leaf = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, true, -0, Symbol.for("a")),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 20 }),
  fc.float64Array({ maxLength: 5 }),
  fc.string().map((message) => new RangeError(message)),
);

const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.sparseArray(tie("value"), { maxLength: 5 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: false }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => new Set(items)),
  ),
}));

/** Objects of one list that refer to each other at random, and so to themselves. */
const graph = fc
  .tuple(fc.array(leaf, { minLength: 1, maxLength: 8 }), fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 }))
  .map(([leaves, edges]) => {
    const nodes = leaves.map((value, index) => ({ index, value, links: [] as unknown[], byNode: new Map() }));
    for (const [from, to] of edges) {
      const source = nodes[from % nodes.length];
      const target = nodes[to % nodes.length];
      source?.links.push(target);
      source?.byNode.set(target, source);
    }
    return nodes;
  });

function encodeBytes(value: unknown): { readonly bytes: Buffer; readonly serializer: string } {
  const { chunks, serializer } = encodeValue(value, { rootName: "value" });
  return { bytes: Buffer.concat(chunks), serializer };
}

test("every generated value comes back equal", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      const { bytes, serializer } = encodeBytes(value);
      expect(isDeepStrictEqual(decodeValue(bytes, serializer), value)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("every generated graph comes back with the same links", () => {
  fc.assert(
    fc.property(graph, (nodes) => {
      const { bytes, serializer } = encodeBytes(nodes);
      const decoded = decodeValue(bytes, serializer) as typeof nodes;
      expect(decoded.map(({ value }) => value)).toEqual(nodes.map(({ value }) => value));
      nodes.forEach((node, index) => {
        const links = (list: typeof nodes): number[] =>
          list[index]?.links.map((link) => list.indexOf(link as (typeof list)[number])) ?? [];
        expect(links(decoded)).toEqual(links(nodes));
        for (const [target, source] of decoded[index]?.byNode ?? []) {
          expect(decoded.includes(target)).toBe(true);
          expect(source).toBe(decoded[index]);
        }
        expect(decoded[index]?.byNode.size).toBe(node.byNode.size);
      });
    }),
    { numRuns: 200 },
  );
});

test("an altered payload is a value or a ValueDecodeError, and changes no prototype", () => {
  const names = Object.getOwnPropertyNames(Object.prototype).length;
  fc.assert(
    fc.property(
      fc.oneof(anyValue, graph),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
      (value, edits) => {
        const { bytes } = encodeBytes([value, new Date(0)]);
        for (const [at, byte] of edits) bytes[at % bytes.byteLength] = byte;
        try {
          decodeValue(bytes, "tagged-json");
        } catch (error) {
          expect(ValueDecodeError.isInstance(error)).toBe(true);
        }
        expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(names);
      },
    ),
    { numRuns: 500 },
  );
});
