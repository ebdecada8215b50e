import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { bindingName, nameFromSite } from "./name-from-source.ts";

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

test("a flow without any name is called by its place in the source that was compiled", async () => {
  const directory = await mkdtemp(join(tmpdir(), "flow-name-"));
  try {
    const file = join(directory, "main.js");
    // The first line of the code, from its first column, is line 40 of the source.
    const map = JSON.stringify({ version: 3, sources: ["../src/main.ts"], names: [], mappings: "AAuCA" });
    await writeFile(file, "run(flow(() => 1));\n//# sourceMappingURL=main.js.map\n");
    const site = { rawPosition: { file, line: 1, column: 5 }, stack: "" };
    expect(nameFromSite(site)).toBe("main.js:1");
    await writeFile(join(directory, "main.js.map"), map);
    expect(nameFromSite(site)).toBe("main.ts:40");
  } finally {
    await rm(directory, { recursive: true });
  }
});
