import { Metadata, status } from "@grpc/grpc-js";
import { encodeStatusDetails, type ErrorDetails } from "./status-details.ts";

/** The name of a status of gRPC. */
export type GrpcCode = keyof typeof status;

/** How a call is refused. */
export interface GrpcRefusal {
  readonly code: GrpcCode;
  readonly message: string;
  readonly details?: ErrorDetails;
}

/** A refusal, as Google's clients decode it. */
export class GrpcStatusError extends Error {
  readonly refusal: GrpcRefusal;

  constructor(refusal: GrpcRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export function refuse(code: GrpcCode, message: string, details?: ErrorDetails): GrpcStatusError {
  return new GrpcStatusError({ code, message, ...(details === undefined ? {} : { details }) });
}

/** What a server's handler of gRPC answers with. */
export function toServiceError({ code, message, details }: GrpcRefusal): {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
} {
  const metadata = new Metadata();
  if (details !== undefined) {
    metadata.set("grpc-status-details-bin", encodeStatusDetails(status[code], message, details));
  }
  return { code: status[code], details: message, metadata };
}
