import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../contracts/json.ts";
import type { BlockType } from "../../contracts/block-type.ts";
import { secretType } from "./built-in-blocks.ts";
import { findFieldProblem } from "./find-field-problem.ts";

const keyType: BlockType = {
  specificationVersion: "v1",
  slug: "key",
  name: "Key",
  description: "For tests.",
  version: "1",
  capabilities: [],
  furtherFields: ["endpoint"],
  fields: {
    required: ["user"],
    properties: {
      user: { type: "string" },
      password: { anyOf: [{ type: "string", format: "password" }, { type: "null" }] },
      port: { type: "integer" },
      vault: { $ref: "#/definitions/Vault" },
    },
  },
};

test.each<JsonObject>([
  { user: "me" },
  { user: "me", password: null, port: 5, endpoint: "https://here" },
  { user: "me", vault: { $ref: { block_document_id: "x" } } },
])("%j is what the type allows", (data) => {
  expect(findFieldProblem(keyType, data)).toBeNull();
});

test.each<[JsonObject, string, string]>([
  [{}, "user", "is missing"],
  [{ user: "me", pasword: "x" }, "pasword", 'is unknown: "password" may be meant'],
  [{ user: "me", colour: "x" }, "colour", "is unknown: there are user, password, port, vault, endpoint"],
  [{ user: 7 }, "user", "must be of type string"],
  [{ user: "me", password: 7 }, "password", "must be of type string or null"],
  [{ user: "me", port: 1.5 }, "port", "must be of type integer"],
])("%j is refused for its field %s", (data, field, reason) => {
  expect(findFieldProblem(keyType, data)).toEqual({ field, reason });
});

test("a secret is any JSON value", () => {
  for (const value of ["text", 7, { a: [1] }, null]) expect(findFieldProblem(secretType, { value })).toBeNull();
});
