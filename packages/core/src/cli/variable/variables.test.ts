import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createCliHome, type CliHome } from "../cli-home.ts";

let cli: CliHome;

beforeEach(async () => {
  cli = await createCliHome();
});

afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

test("a variable is set once, replaced where that is asked for, read and unset", async () => {
  expect(await cli.run("variable set level 3 --tag a")).toMatchObject({
    exitCode: 0,
    stdout: "Set variable 'level'.\n",
  });
  expect((await cli.run("variable set level 4")).stderr).toContain("--overwrite");
  await cli.run("variable set level high --overwrite");
  expect((await cli.run("variable get level")).stdout).toBe("high\n");
  expect(await cli.json("variable inspect level")).toMatchObject({ name: "level", value: "high", tags: ["a"] });
  expect(await cli.json("variable ls")).toMatchObject([{ name: "level" }]);
  expect((await cli.run("variable ls")).stdout).toContain("high");
  expect((await cli.run("variable unset level")).exitCode).toBe(0);
  expect((await cli.run("variable get level")).stderr).toContain("Variable 'level' not found.");
});

test("a value that is JSON is kept as what it says", async () => {
  await cli.run('variable set list {"a":[1,2]}');
  expect(await cli.json("variable inspect list")).toMatchObject({ value: { a: [1, 2] } });
  expect((await cli.run("variable get list")).stdout).toBe('{"a":[1,2]}\n');
});
