import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import { toSafeCause } from "./to-safe-cause.ts";

test("an error's cause keeps what went wrong, and neither request nor response with their token", () => {
  const request = { headers: { authorization: "Bearer token-of-mine" } };
  const thrown = Object.assign(new Error("Not Found"), {
    name: "ApiError",
    code: 404,
    config: request,
    response: { statusCode: 404, request, body: { error: { code: 404, message: "No such object: data/key" } } },
  });
  const cause = toSafeCause(thrown);
  expect(cause).toMatchObject({ name: "ApiError", message: "No such object: data/key", status: 404 });
  expect(cause.stack).toBe(thrown.stack);
  expect(inspect(cause, { depth: null, showHidden: true })).not.toContain("token-of-mine");
});

test("a failure without an answer keeps its code", () => {
  const thrown = Object.assign(new Error("getaddrinfo ENOTFOUND storage"), { code: "ENOTFOUND", config: {} });
  expect(toSafeCause(thrown)).toMatchObject({ message: "getaddrinfo ENOTFOUND storage", code: "ENOTFOUND" });
  expect(toSafeCause("a text").message).toBe("a text");
});
