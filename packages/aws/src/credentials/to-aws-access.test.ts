import { expect, test } from "@jest/globals";
import { InvalidBlockError, type JsonObject } from "prefect-core/provider";
import { defaultAccess } from "./aws-access.ts";
import { toAwsAccess } from "./to-aws-access.ts";

const read = (data: JsonObject) => toAwsAccess({ block: "aws-credentials/mine", data });

test("without a block, and with an empty one, AWS's default chain is asked", () => {
  expect(toAwsAccess(null)).toEqual(defaultAccess);
  expect(read({ aws_access_key_id: null, aws_client_parameters: {} })).toEqual({
    ...defaultAccess,
    block: "aws-credentials/mine",
  });
});

test("every field of aws-credentials is heeded", () => {
  expect(
    read({
      aws_access_key_id: "AKIA1",
      aws_secret_access_key: "hidden",
      aws_session_token: "token",
      region_name: "eu-west-1",
      profile_name: "work",
      assume_role_arn: "arn:aws:iam::1:role/prefect",
      assume_role_kwargs: { ExternalId: "x", Policy: null },
      aws_client_parameters: {
        use_ssl: false,
        verify_cert_path: "/etc/ca.pem",
        endpoint_url: "http://127.0.0.1:9000",
        config: {
          s3: { addressing_style: "virtual" },
          connect_timeout: 5,
          read_timeout: 7,
          retries: { mode: "legacy" },
        },
      },
    }),
  ).toEqual({
    block: "aws-credentials/mine",
    keys: { accessKeyId: "AKIA1", secretAccessKey: "hidden", sessionToken: "token" },
    profile: "work",
    role: { arn: "arn:aws:iam::1:role/prefect", parameters: { ExternalId: "x" } },
    region: "eu-west-1",
    endpoint: "http://127.0.0.1:9000",
    usesTls: false,
    verify: { certificatesFile: "/etc/ca.pem" },
    pathStyle: false,
    connectTimeoutSeconds: 5,
    readTimeoutSeconds: 7,
  });
});

test("MinIO's credentials are keys of its own names", () => {
  const { keys } = read({ minio_root_user: "root", minio_root_password: "hidden" });
  expect(keys).toEqual({ accessKeyId: "root", secretAccessKey: "hidden", sessionToken: null });
});

test("verification can be turned off, and a path in verify is a certificate file", () => {
  expect(read({ aws_client_parameters: { verify: false, verify_cert_path: "/x" } }).verify).toBe(false);
  expect(read({ aws_client_parameters: { verify: "/x" } }).verify).toEqual({ certificatesFile: "/x" });
});

test.each<[JsonObject, string]>([
  [{ aws_access_key_id: "AKIA1" }, "aws_secret_access_key"],
  [{ aws_secret_access_key: "hidden" }, "aws_access_key_id"],
  [{ region_name: 3 }, "region_name"],
  [{ aws_client_parameters: "x" }, "aws_client_parameters"],
  [{ aws_client_parameters: { endpoint_url: "127.0.0.1:9000" } }, "aws_client_parameters.endpoint_url"],
  [{ aws_client_parameters: { use_ssl: "no" } }, "aws_client_parameters.use_ssl"],
  [{ aws_client_parameters: { config: { read_timeout: 0 } } }, "aws_client_parameters.config.read_timeout"],
  [
    { aws_client_parameters: { config: { s3: { addressing_style: "paths" } } } },
    "aws_client_parameters.config.s3.addressing_style",
  ],
])("a malformed block %j is refused by the name of its field, without its secrets", (data, field) => {
  let thrown: unknown;
  try {
    read(data);
  } catch (error) {
    thrown = error;
  }
  expect(InvalidBlockError.isInstance(thrown)).toBe(true);
  expect(thrown).toMatchObject({ block: "aws-credentials/mine", field });
  expect(String(thrown)).not.toContain("hidden");
});
