import { expect, test } from "@jest/globals";
import { didYouMean } from "./closest-name.ts";

test.each([
  ["workPoool", " Did you mean 'workPool'?"],
  ["working_dir", " Did you mean 'workingDir'?"],
  ["bananas", ""],
])("%s", (name, suggestion) => {
  expect(didYouMean(name, ["workPool", "workingDir"])).toBe(suggestion);
});
