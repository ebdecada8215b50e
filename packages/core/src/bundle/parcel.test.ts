import { expect, test } from "@jest/globals";
import { createParcelKey, openParcel, parseParcelKey, sealParcel } from "./parcel.ts";

const key = parseParcelKey(createParcelKey()) as Buffer;
const objects = [
  { key: "runs/1/1/outcome.json", body: Buffer.from('{"formatVersion":1}') },
  { key: "runs/1/1/2/größe", body: Buffer.from([0, 255, 10, 13]) },
  { key: "runs/1/1/2/empty", body: Buffer.alloc(0) },
];

test("a parcel gives back what was put into it", () => {
  expect(openParcel(sealParcel(objects, key), key)).toEqual(objects);
});

test("a parcel is of no use to whoever has another key, and says nothing of what is in it", () => {
  const sealed = sealParcel(objects, key);
  expect(openParcel(sealed, parseParcelKey(createParcelKey()) as Buffer)).toBeNull();
  expect(Buffer.from(sealed, "base64").includes("formatVersion")).toBe(false);
});

test("a parcel that was changed or cut is none", () => {
  const sealed = Buffer.from(sealParcel(objects, key), "base64");
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openParcel(changed.toString("base64"), key)).toBeNull();
    expect(openParcel(sealed.subarray(0, at).toString("base64"), key)).toBeNull();
  }
});

test("a key is 32 bytes", () => {
  expect(parseParcelKey("c2hvcnQ=")).toBeNull();
});
