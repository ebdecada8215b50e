export { createAccessPolicy, type AccessPolicy } from "./access-policy.ts";
export type { GrpcRequest, GrpcServer } from "./grpc-server.ts";
export type { GrpcRefusal } from "./grpc-status-error.ts";
export type { ErrorDetails } from "./status-details.ts";
