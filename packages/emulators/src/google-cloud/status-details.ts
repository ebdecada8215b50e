import protobuf from "protobufjs";

/** What Google says of a refusal beside its words. */
export interface ErrorDetails {
  readonly reason?: string;
  /** Default: `googleapis.com`. */
  readonly domain?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly retryDelaySeconds?: number;
}

// https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
const { root } = protobuf.parse(`
  syntax = "proto3";
  package google.rpc;
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message Any { string type_url = 1; bytes value = 2; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message RetryInfo { Duration retry_delay = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
`);

function pack(type: string, value: object): object {
  const bytes = root.lookupType(type).encode(value).finish();
  return { typeUrl: `type.googleapis.com/${type}`, value: bytes };
}

/** The trailer `grpc-status-details-bin`. */
export function encodeStatusDetails(code: number, message: string, details: ErrorDetails): Buffer {
  const { reason, domain = "googleapis.com", metadata = {}, retryDelaySeconds } = details;
  const packed = [
    ...(reason === undefined ? [] : [pack("google.rpc.ErrorInfo", { reason, domain, metadata })]),
    ...(retryDelaySeconds === undefined
      ? []
      : [pack("google.rpc.RetryInfo", { retryDelay: { seconds: retryDelaySeconds, nanos: 0 } })]),
  ];
  const status = root.lookupType("google.rpc.Status");
  return Buffer.from(status.encode({ code, message, details: packed }).finish());
}
