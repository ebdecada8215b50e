import { expect, test } from "@jest/globals";
import { toGcsSettings } from "./gcs-storage-module.ts";

const none = { credentials: null };
const key = { type: "service_account", client_email: "a@b", private_key: "key" };
const some = { credentials: { block: "gcp-credentials/mine", data: { service_account_info: key } } };

test("without an endpoint Google's own is asked, with credentials", () => {
  expect(toGcsSettings({ bucket: "data", bucket_folder: "/results/" }, none, undefined)).toMatchObject({
    bucket: "data",
    folder: "results",
    endpoint: { url: null, isAnonymous: false },
  });
});

test("an emulator is asked without credentials, by argument or by environment", () => {
  const emulator = { url: "http://127.0.0.1:4443", isAnonymous: true };
  expect(toGcsSettings({ bucket: "data", endpoint: "http://127.0.0.1:4443/" }, none, undefined).endpoint).toEqual(
    emulator,
  );
  expect(toGcsSettings({ bucket: "data" }, none, "127.0.0.1:4443").endpoint).toEqual(emulator);
});

test("credentials never go unencrypted to another machine", () => {
  expect(() => toGcsSettings({ bucket: "data", endpoint: "http://storage.example" }, some, undefined)).toThrow(
    "must begin with https://",
  );
  const endpoint = "https://storage.europe-west3.rep.googleapis.com";
  expect(toGcsSettings({ bucket: "data", endpoint }, some, undefined).endpoint).toEqual({
    url: endpoint,
    isAnonymous: false,
  });
});

test.each([[{}], [{ bucket: " " }], [{ bucket: 7 }], [{ bucket: "data", endpoint: "storage" }]])(
  "arguments that name no place are refused: %j",
  (storageArguments) => {
    expect(() => toGcsSettings(storageArguments, none, undefined)).toThrow(
      expect.objectContaining({ name: "InvalidStorageReferenceError", module: "prefect_gcp.bundles" }),
    );
  },
);
