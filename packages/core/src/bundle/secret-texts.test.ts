import { expect, test } from "@jest/globals";
import { findEnvironmentSecrets, findSecretTexts, secretVariables } from "./secret-texts.ts";

const variables = secretVariables({ DB_PASSWORD: "correct horse", HOME: "/home/somebody", API_TOKEN: "short" });

test("values of variables with secret names are found wherever they lie, and never told", () => {
  const value = { db: [{ password: "correct horse" }], map: new Map([["a", "correct horse"]]), home: "/home/somebody" };
  const found = findEnvironmentSecrets(value, "parameters", variables);
  expect(found).toHaveLength(2);
  expect(found.join()).toContain("parameters.db.0.password is the value of the environment variable DB_PASSWORD");
  expect(found.join()).not.toContain("correct horse");
});

test("a cycle and an accessor do no harm", () => {
  const value: Record<string, unknown> = {};
  value["self"] = value;
  Object.defineProperty(value, "thrower", {
    enumerable: true,
    get: () => {
      throw new Error("read");
    },
  });
  expect(findEnvironmentSecrets(value, "parameters", variables)).toEqual([]);
});

test.each([
  ["const key = 'AKIAABCDEFGHIJKLMNOP';", "an access key of AWS"],
  ["postgres://user:hunter22@db/x", "an address with a password"],
  ["const p = 'correct horse';", "DB_PASSWORD"],
])("code with %s", (text, what) => {
  expect(findSecretTexts(text, variables)).toEqual([expect.stringContaining(what)]);
});

test("ordinary code holds none", () => {
  expect(findSecretTexts("const url = 'https://example.com/a?b=c'; const n = skills;", variables)).toEqual([]);
});
