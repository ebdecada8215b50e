import { describe, expect, test } from "@jest/globals";
import { accumulateVariables } from "./job-variables.ts";

const template = {
  job_configuration: {},
  variables: { properties: { volumes: { default: ["/pool:/pool"] }, extra: { default: { a: 1, b: 1 } }, image: {} } },
};

describe("variables that a call adds to", () => {
  test("come behind the pool's lists and over its objects", () => {
    const given = { volumes: ["/call:/call", "/pool:/pool"], extra: { b: 2 }, image: "mine" };
    expect(accumulateVariables(["volumes", "extra", "image"], given, template)).toEqual({
      volumes: ["/pool:/pool", "/call:/call"],
      extra: { a: 1, b: 2 },
      image: "mine",
    });
  });

  test("are left to the pool where the call gives none", () => {
    expect(accumulateVariables(["volumes", "extra"], {}, template)).toEqual({});
  });
});
