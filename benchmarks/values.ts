import v8 from "node:v8";
import { decodeValue } from "../packages/core/src/serialization/decode-value.ts";
import { encodeValue, type EncodedValue } from "../packages/core/src/serialization/encode-value.ts";
import { median } from "./harness/measure.ts";
import { printComparison } from "./harness/print-comparison.ts";

/**
 * What values cost beside the engine's own serializers, in processor time of this thread's code, since a busy machine
 * stretches every other clock. `JSON.stringify` stops at a string, `JSON.parse` starts with one; ours make and take bytes.
 */
const rounds = 5;
const rowCount = 240_000;
/** The clock of a thread counts in milliseconds, so that what takes less is done more than once. */
const repeatsOfNumbers = 50;

compare("54 MB of plain rows", makeRows(flatRow));
compare("The same rows with a list and an object in each", makeRows(nestedRow));
compareNumbers();

function flatRow(id: number): object {
  return {
    id,
    name: `user number ${id}`,
    email: `user${id}@example.com`,
    score: id * 1.25,
    active: id % 3 === 0,
    street: `${id} Main Street`,
    city: "Springfield",
    zip: String(10_000 + (id % 90_000)),
    note: "some words of a note",
    createdAt: "2026-01-01",
    rank: null,
  };
}

function nestedRow(id: number): object {
  return { ...flatRow(id), tags: ["alpha", "beta", `tag ${id % 100}`], place: { zip: String(id % 90_000), city: "X" } };
}

function makeRows(row: (id: number) => object): object[] {
  return Array.from({ length: rowCount }, (_, id) => row(id));
}

function compare(title: string, rows: readonly object[]): void {
  const text = JSON.stringify(rows);
  const encoded = bytesOf(encodeValue(rows, { rootName: "rows" }));
  const costs = measure({
    stringify: () => JSON.stringify(rows),
    encode: () => encodeValue(rows, { rootName: "rows" }),
    parse: () => JSON.parse(text) as unknown,
    decode: () => decodeValue(encoded, "json"),
  });
  printComparison(`${title} (${(encoded.byteLength / 1e6).toFixed(0)} MB), Node.js ${process.version}`, {
    baseline: { name: "JSON", values: { "encode ms": costs.stringify, "decode ms": costs.parse } },
    subjects: [{ name: "prefect-core", values: { "encode ms": costs.encode, "decode ms": costs.decode } }],
  });
}

function compareNumbers(): void {
  const numbers = Float64Array.from({ length: 1e6 }, (_, index) => index / 3);
  const ours = encodeValue(numbers, { rootName: "numbers" });
  const encoded = bytesOf(ours);
  const theirs = v8.serialize(numbers);
  const subjects = {
    serialize: () => v8.serialize(numbers),
    encode: () => bytesOf(encodeValue(numbers, { rootName: "numbers" })),
    // What is read back must not lie in the bytes that it came from.
    deserialize: () => new Float64Array(v8.deserialize(theirs) as Float64Array),
    decode: () => decodeValue(encoded, ours.serializer),
  };
  const costs = measure(subjects, repeatsOfNumbers);
  printComparison(`A Float64Array of 1e6, into and out of one buffer`, {
    baseline: { name: "v8.serialize", values: { "encode ms": costs.serialize, "decode ms": costs.deserialize } },
    subjects: [{ name: "prefect-core", values: { "encode ms": costs.encode, "decode ms": costs.decode } }],
  });
}

function bytesOf({ chunks }: EncodedValue): Buffer {
  return Buffer.concat(chunks);
}

/** In turns, so that a slow moment of the machine falls on all; the first round warms up. */
function measure<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
  repeats = 1,
): Record<Name, number> {
  const names = Object.keys(subjects) as Name[];
  const costs = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      globalThis.gc?.();
      const { user, system } = process.threadCpuUsage();
      for (let repeat = 0; repeat < repeats; repeat += 1) subjects[name]();
      const spent = process.threadCpuUsage({ user, system });
      if (round > 0) costs.get(name)?.push((spent.user + spent.system) / 1000 / repeats);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(costs.get(name) ?? [])])) as Record<Name, number>;
}
