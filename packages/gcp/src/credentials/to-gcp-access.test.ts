import { expect, test } from "@jest/globals";
import { toGcpAccess } from "./to-gcp-access.ts";

const block = "gcp-credentials/mine";
const info = { type: "service_account", client_email: "robot@project.iam.gserviceaccount.com", private_key: "key" };

test("a key is taken as an object and as its text, and a project beside it", () => {
  const expected = { block, key: { kind: "info", info }, project: "other" };
  expect(toGcpAccess({ block, data: { service_account_info: info, project: "other" } })).toEqual(expected);
  expect(toGcpAccess({ block, data: { service_account_info: JSON.stringify(info), project: "other" } })).toEqual(
    expected,
  );
});

test("an empty block stands for the default credentials", () => {
  const data = { service_account_info: null, service_account_file: null, project: null };
  expect(toGcpAccess({ block, data })).toEqual({ block, key: null, project: null });
  expect(toGcpAccess(null)).toEqual({ block: null, key: null, project: null });
});

test.each([
  [{ service_account_info: "no JSON" }, "service_account_info"],
  [{ service_account_info: { type: "authorized_user" } }, "service_account_info"],
  [{ service_account_info: { type: "service_account", client_email: "a@b" } }, "service_account_info"],
  [{ service_account_info: info, service_account_file: "/key.json" }, "service_account_info"],
  [{ project: 7 }, "project"],
])("a malformed block is refused by its name and field, without its secrets: %j", (data, field) => {
  expect(() => toGcpAccess({ block, data })).toThrow(
    expect.objectContaining({ name: "InvalidBlockError", block, field }),
  );
});
