import { expect, test } from "@jest/globals";
import { toAnnotations, toLabels } from "./label-syntax.ts";

test("labels are made valid, key and value", () => {
  expect(
    toLabels({
      "prefect.io/flow-name": "Train: it!",
      "Example.COM/a b": "2026-11-24T00:00:00.000Z",
      "///": "nothing left",
      long: "x".repeat(100),
      empty: "日本",
      [`${"p".repeat(300)}/${"n".repeat(100)}`]: "1",
    }),
  ).toEqual({
    "prefect.io/flow-name": "Train-it",
    "example.com/a-b": "2026-11-24T00-00-00.000Z",
    long: "x".repeat(63),
    empty: "",
    [`${"p".repeat(253)}/${"n".repeat(63)}`]: "1",
  });
});

test("annotations keep their values", () => {
  expect(toAnnotations({ "a b": "as it is: 日本" })).toEqual({ "a-b": "as it is: 日本" });
});
