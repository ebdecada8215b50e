import {
  isJsonObject,
  InvalidBlockError,
  type Json,
  type JsonObject,
  type StorageCredentials,
} from "prefect-core/provider";
import { type AwsAccess, type AwsKeys, defaultAccess } from "./aws-access.ts";

/**
 * What a block of type `aws-credentials` or `minio-credentials` says; without one, the default chain. Botocore's
 * `config` is heeded as far as it says how S3 is reached. Throws `InvalidBlockError`. Pure.
 */
export function toAwsAccess(credentials: StorageCredentials | null): AwsAccess {
  if (credentials === null) return defaultAccess;
  const { block, data } = credentials;
  const fields = readFields(block, data);
  const client = readFields(block, fields.object("aws_client_parameters"), "aws_client_parameters.");
  const config = readFields(block, client.object("config"), "aws_client_parameters.config.");
  const role = fields.text("assume_role_arn");
  return {
    block,
    keys: readKeys(block, fields),
    profile: fields.text("profile_name"),
    role: role === null ? null : { arn: role, parameters: withoutNulls(fields.object("assume_role_kwargs")) },
    region: fields.text("region_name") ?? config.text("region_name"),
    endpoint: readEndpoint(block, client.text("endpoint_url")),
    usesTls: client.flag("use_ssl") ?? true,
    verify: readVerify(client),
    pathStyle: readPathStyle(block, config.object("s3")),
    connectTimeoutSeconds: config.seconds("connect_timeout") ?? defaultAccess.connectTimeoutSeconds,
    readTimeoutSeconds: config.seconds("read_timeout") ?? defaultAccess.readTimeoutSeconds,
  };
}

interface Fields {
  readonly data: JsonObject;
  text(name: string): string | null;
  flag(name: string): boolean | null;
  seconds(name: string): number | null;
  object(name: string): JsonObject;
}

function readFields(block: string, data: JsonObject, path = ""): Fields {
  const read = <T extends Json>(name: string, isValid: (value: Json) => value is T, kind: string): T | null => {
    const value = data[name] ?? null;
    if (value === null || value === "") return null;
    if (isValid(value)) return value;
    throw new InvalidBlockError({ block, field: path + name, reason: `must be ${kind}` });
  };
  return {
    data,
    text: (name) => read(name, (value) => typeof value === "string", "a text"),
    flag: (name) => read(name, (value) => typeof value === "boolean", "true or false"),
    seconds: (name) => read(name, (value): value is number => Number(value) > 0, "a number of seconds above 0"),
    object: (name) => read(name, isJsonObject, "an object") ?? {},
  };
}

function readKeys(block: string, fields: Fields): AwsKeys | null {
  const [id, secret] =
    "minio_root_user" in fields.data
      ? (["minio_root_user", "minio_root_password"] as const)
      : (["aws_access_key_id", "aws_secret_access_key"] as const);
  const accessKeyId = fields.text(id);
  const secretAccessKey = fields.text(secret);
  if (accessKeyId === null && secretAccessKey === null) return null;
  const missing = accessKeyId === null ? id : secret;
  if (accessKeyId === null || secretAccessKey === null) {
    const other = missing === id ? secret : id;
    throw new InvalidBlockError({ block, field: missing, reason: `is empty, while "${other}" is not` });
  }
  return { accessKeyId, secretAccessKey, sessionToken: fields.text("aws_session_token") };
}

function readEndpoint(block: string, endpoint: string | null): string | null {
  if (endpoint === null || /^https?:\/\/[^/]/.test(endpoint)) return endpoint;
  const reason = `must be a URL with http:// or https://, not ${JSON.stringify(endpoint)}`;
  throw new InvalidBlockError({ block, field: "aws_client_parameters.endpoint_url", reason });
}

/** A path in `verify` is the older form of `verify_cert_path`, which counts only where verification is not turned off. */
function readVerify(client: Fields): AwsAccess["verify"] {
  const { verify } = client.data;
  if (verify === false) return false;
  const certificatesFile =
    client.text("verify_cert_path") ?? (typeof verify === "string" && verify !== "" ? verify : null);
  return certificatesFile === null ? true : { certificatesFile };
}

function readPathStyle(block: string, s3: JsonObject): boolean | null {
  const { addressing_style: style = null } = s3;
  if (style === null || style === "auto") return null;
  if (style === "path" || style === "virtual") return style === "path";
  const field = "aws_client_parameters.config.s3.addressing_style";
  throw new InvalidBlockError({ block, field, reason: 'must be "auto", "path" or "virtual"' });
}

function withoutNulls(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
