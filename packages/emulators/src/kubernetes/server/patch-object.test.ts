import { describe, expect, test } from "@jest/globals";
import { patchObject } from "./patch-object.ts";

const object = {
  metadata: { labels: { a: "1", b: "2" }, finalizers: ["x"] },
  spec: {
    containers: [{ name: "main", image: "one", env: [{ name: "A", value: "1" }] }, { name: "other" }],
    list: [1],
  },
};

test("a merge patch replaces lists and removes what is null", () => {
  const patch = { metadata: { labels: { a: null, c: "3" } }, spec: { list: [2, 3] } };
  expect(patchObject(object, patch, "application/merge-patch+json")).toEqual({
    metadata: { labels: { b: "2", c: "3" }, finalizers: ["x"] },
    spec: { ...object.spec, list: [2, 3] },
  });
});

test("a JSON patch does its operations, and is refused where one cannot be done", () => {
  const replace = [{ op: "replace", path: "/metadata/labels/a", value: "9" }];
  expect(patchObject(object, replace, "application/json-patch+json")).toMatchObject({
    metadata: { labels: { a: "9" } },
  });
  const impossible = [{ op: "remove", path: "/spec/none" }];
  expect(() => patchObject(object, impossible, "application/json-patch+json")).toThrow(
    /^the server rejected our request/,
  );
});

describe("a strategic patch", () => {
  const type = "application/strategic-merge-patch+json";

  test("merges the elements of lists by their names", () => {
    const patch = { spec: { containers: [{ name: "main", env: [{ name: "B", value: "2" }] }, { name: "new" }] } };
    expect(patchObject(object, patch, type)).toMatchObject({
      spec: {
        containers: [
          { name: "main", image: "one", env: [{ name: "A" }, { name: "B" }] },
          { name: "other" },
          { name: "new" },
        ],
      },
    });
  });

  test("deletes and replaces elements where it says so, and adds to finalizers", () => {
    const patch = {
      metadata: { finalizers: ["y"] },
      spec: { containers: [{ name: "other", $patch: "delete" }] },
    };
    expect(patchObject(object, patch, type)).toMatchObject({
      metadata: { finalizers: ["x", "y"] },
      spec: { containers: [{ name: "main" }] },
    });
    const removal = { metadata: { "$deleteFromPrimitiveList/finalizers": ["x"] } };
    expect(patchObject(object, removal, type)).toMatchObject({ metadata: { finalizers: [] } });
  });
});
