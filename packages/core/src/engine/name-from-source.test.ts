import { describe, expect, test } from "@jest/globals";
import { bindingName } from "./name-from-source.ts";

describe("bindingName", () => {
  test.each([
    ["const train = ", "train"],
    ["export const train: Flow<Train> = ", "train"],
    ['const train = docker({ workPool: "a,b;{" })(', "train"],
    ["const train = docker({\n  workPool,\n})(\n  ", "train"],
    ["const flows = {\n  first: flow(one),\n  second: ", "second"],
    ["static train = ", "train"],
    ["exports.train = ", "train"],
    ["const a = 1;\nconst b = 2\nconst c = ", "c"],
    ["const train = /* the = one */ ", "train"],
    ["const a = 1, b = ", "b"],
  ])("%j gives %s", (before, name) => {
    expect(bindingName(before)).toBe(name);
  });

  test.each([
    "",
    "export default ",
    "const make = () => { return ",
    "const list = [",
    "if (a === b) ",
    "const a = 1;\n",
  ])("%j names nothing", (before) => {
    expect(bindingName(before)).toBeNull();
  });
});
