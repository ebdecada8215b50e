import { expect, test } from "@jest/globals";
import { gcsStorageType } from "./gcs-storage-type.ts";

const { toData, toArguments } = gcsStorageType.resultBlock;

test("results go to the endpoint that the pool's bundles go to", () => {
  const endpoint = "https://storage.europe-west3.rep.googleapis.com";
  const data = toData({ bucket: "data", endpoint, gcp_credentials_block_name: "mine" }, {});
  expect(data).toEqual({ bucket: "data", bucket_folder: "results", gcp_credentials: {}, endpoint });
  expect(toArguments(data, "gcs-bucket/results")).toEqual({ bucket: "data", bucket_folder: "results", endpoint });
});

test("without an endpoint the result block is Prefect's own", () => {
  const data = toData({ bucket: "data" }, {});
  expect(data).toEqual({ bucket: "data", bucket_folder: "results", gcp_credentials: {} });
  expect(toArguments({ bucket: "data", bucket_folder: "" }, "gcs-bucket/results")).toEqual({ bucket: "data" });
});

test.each([
  [{}, "bucket"],
  [{ bucket: "data", bucket_folder: 7 }, "bucket_folder"],
  [{ bucket: "data", endpoint: 7 }, "endpoint"],
])("a block that names no place is refused: %j", (data, field) => {
  expect(() => toArguments(data, "gcs-bucket/results")).toThrow(
    expect.objectContaining({ name: "InvalidBlockError", block: "gcs-bucket/results", field }),
  );
});
