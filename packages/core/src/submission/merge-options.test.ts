import { expect, test } from "@jest/globals";
import { mergeInfrastructureOptions } from "./merge-options.ts";

const type = { type: "example" };
const bound = {
  workPool: "olympic",
  launcher: ["node"],
  includeFiles: ["a.txt"],
  jobVariables: { image: "one", cpu: 1 },
  env: { LEVEL: "1" },
};
const merge = (changes: object) => mergeInfrastructureOptions(type, bound, changes);

test("what is not given stays as it is", () => {
  expect(merge({})).toEqual(bound);
  expect(merge({ includeFiles: undefined })).toEqual(bound);
});

test.each([
  [{ launcher: ["uv", "node"] }, { launcher: ["uv", "node"] }],
  [{ launcher: { execution: ["tini"] } }, { launcher: { execution: ["tini"] } }],
  [{ includeFiles: ["b.txt"] }, { includeFiles: ["b.txt"] }],
  [{ includeFiles: [] }, { includeFiles: [] }],
  [{ jobVariables: { image: "two" } }, { jobVariables: { image: "two", cpu: 1 } }],
  [{ env: { LEVEL: null } }, { env: { LEVEL: null } }],
])("%j goes over what was bound", (changes, expected) => {
  expect(merge(changes)).toEqual({ ...bound, ...expected });
});

test("null clears an option", () => {
  const cleared = merge({ launcher: null, includeFiles: null, jobVariables: null });
  expect(cleared).toEqual({ workPool: "olympic", env: { LEVEL: "1" } });
});

test("what comes out is checked as the decorator checks it", () => {
  expect(() => merge({ includeFiles: [""] })).toThrow("option includeFiles[0]");
  expect(() => merge({ launcher: {} })).toThrow("at least one of 'upload' and 'execution'");
});
