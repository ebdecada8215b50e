import { expect, test } from "@jest/globals";
import { array, assert, property, string } from "fast-check";
import { joinShellWords, splitShellWords } from "./shell-words.ts";

test("any words survive being joined and split", () => {
  assert(property(array(string()), (words) => expect(splitShellWords(joinShellWords(words))).toEqual(words)));
});

test.each([
  ["node  /opt/prefect/runner.mjs", ["node", "/opt/prefect/runner.mjs"]],
  [`sh -c 'echo "two words"'`, ["sh", "-c", 'echo "two words"']],
  [`a\\ b "c \\"d\\"" ''`, ["a b", 'c "d"', ""]],
])("%s is split as a shell would", (line, words) => {
  expect(splitShellWords(line)).toEqual(words);
});

test("a quotation that is not closed is an error that shows the line", () => {
  expect(() => splitShellWords("echo 'x")).toThrow("no closing ' in: echo 'x");
});
