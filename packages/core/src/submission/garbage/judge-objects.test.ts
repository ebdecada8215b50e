import { expect, test } from "@jest/globals";
import type { BundleManifest } from "../../contracts/bundle-manifest.ts";
import { toStoredObjects, unusedParts } from "./judge-objects.ts";

const old = new Date("2030-01-01T00:00:00Z");
const young = new Date("2030-02-01T00:00:00Z");
const cutoff = new Date("2030-01-15T00:00:00Z");
const hash = (digit: string): string => digit.repeat(64);
const object = (key: string, modifiedAt: Date) => ({ key, bytes: 10, modifiedAt });

test("a listing is told apart into runs and parts; what others keep there is left out", () => {
  const { runs, parts } = toStoredObjects([
    object(`code/${hash("a")}.mjs.gz`, old),
    object(`code/notes.txt`, old),
    object(`runs/f1/1/manifest.json`, old),
    object(`runs/f1/1/outcome.json`, young),
    object(`runs/f2/1/e1/outcome.json`, old),
    object(`python-bundle-0af3`, old),
  ]);
  expect(parts.map(({ key }) => key)).toEqual([`code/${hash("a")}.mjs.gz`]);
  expect(runs).toMatchObject([
    { flowRunId: "f1", bytes: 20, modifiedAt: young, hasOutcome: true },
    { flowRunId: "f2", hasOutcome: false },
  ]);
});

test("a part goes once no manifest names it and nobody needed it lately", () => {
  const part = (name: string, digit: string) => ({
    key: `${name}/${hash(digit)}.mjs.gz`,
    sha256: hash(digit),
    bytes: 1,
  });
  const manifest = {
    engine: part("engine", "1"),
    code: { ...part("code", "2"), sourceMap: part("code", "3"), values: null },
    files: null,
    layer: null,
    nested: null,
  } as unknown as BundleManifest;
  const parts = [
    ...[part("engine", "1"), part("code", "2"), part("code", "3"), part("code", "4")].map(({ key }) =>
      object(key, old),
    ),
    object(part("code", "5").key, young),
  ];
  expect(unusedParts(parts, [manifest], cutoff).map(({ key }) => key)).toEqual([part("code", "4").key]);
});
