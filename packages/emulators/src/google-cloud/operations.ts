import { randomUUID } from "node:crypto";
import { type GrpcService } from "./grpc-server.ts";
import { refuse } from "./grpc-status-error.ts";
import { shippedService } from "./shipped-services.ts";

/** A message that is packed into an operation, with the name of its type. */
export type PackedMessage = Readonly<Record<string, unknown>> & { readonly "@type": string };

/** Something that takes its time, as `google.longrunning` tells of it. */
export interface OperationState {
  readonly metadata: PackedMessage;
  /** `null`: not done yet. */
  readonly response: PackedMessage | null;
}

/** The operations of a server, and the service that clients ask for them. */
export interface Operations {
  readonly service: GrpcService;
  /** Notes an operation below `projects/P/locations/L`; what it is now is asked for when a client looks. */
  begin(parent: string, state: () => OperationState): object;
}

export function packed(type: string, message: Readonly<Record<string, unknown>>): PackedMessage {
  return { "@type": `type.googleapis.com/${type}`, ...message };
}

export function createOperations(packageName: string): Operations {
  const operations = new Map<string, () => OperationState>();

  function show(name: string): object {
    const state = operations.get(name)?.();
    if (state === undefined) throw refuse("NOT_FOUND", `Operation '${name}' not found.`);
    const { metadata, response } = state;
    return { name, metadata, done: response !== null, ...(response === null ? {} : { response }) };
  }

  return {
    service: {
      definition: shippedService(packageName, "google.longrunning.Operations"),
      methods: {
        GetOperation: ({ name }: { readonly name: string }) => show(name),
        WaitOperation: ({ name }: { readonly name: string }) => show(name),
      },
    },
    begin(parent, state) {
      const name = `${parent}/operations/${randomUUID()}`;
      operations.set(name, state);
      return show(name);
    },
  };
}
