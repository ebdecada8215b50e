import { isDeepStrictEqual } from "node:util";
import { expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { decodeValue } from "./decode-value.ts";
import { encodeValue } from "./encode-value.ts";
import { anyGraph, anyValue } from "./fixtures/arbitrary-values.ts";
import { checkMutatedPayloads, checkRoundTrips } from "./fixtures/check-values.ts";
import { readTagged } from "./read-value.ts";

function encodeBytes(value: unknown): { readonly bytes: Buffer; readonly serializer: string } {
  const { chunks, serializer } = encodeValue(value, { rootName: "value" });
  return { bytes: Buffer.concat(chunks), serializer };
}

test("every generated value comes back equal", () => {
  checkRoundTrips({ count: 300 });
});

test("every generated value comes back equal from a stream, wherever its chunks end", async () => {
  async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array, void> {
    for (let at = 0, index = 0; at < bytes.byteLength; index += 1) {
      const size = sizes[index % sizes.length] ?? bytes.byteLength;
      yield bytes.subarray(at, (at += size));
    }
  }
  const sizes = fc.array(fc.integer({ min: 1, max: 6000 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(anyValue, sizes, async (value, chunkSizes) => {
      const { bytes } = encodeBytes([value, new Uint8Array(5000).fill(1), new Uint8Array(0)]);
      const decode = await readTagged(inChunks(bytes, chunkSizes), bytes.byteLength);
      expect(isDeepStrictEqual(decode(), decodeValue(bytes, "tagged-json"))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("every generated graph comes back with the same links", () => {
  fc.assert(
    fc.property(anyGraph, (nodes) => {
      const { bytes, serializer } = encodeBytes(nodes);
      const decoded = decodeValue(bytes, serializer) as typeof nodes;
      expect(isDeepStrictEqual(decoded, nodes)).toBe(true);
      nodes.forEach((node, index) => {
        const links = (list: typeof nodes): number[] => list[index]?.links.map((link) => list.indexOf(link)) ?? [];
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
  expect(checkMutatedPayloads({ count: 500 })).toBeLessThan(500);
});
