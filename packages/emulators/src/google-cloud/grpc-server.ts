import { setTimeout as delay } from "node:timers/promises";
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { createFaultQueue, type FaultQueue } from "../faults/fault-queue.ts";
import { createRequestLog, type RequestLog } from "../http/request-log.ts";
import { type CuttableFront, startCuttableFront } from "./cuttable-front.ts";
import { GrpcStatusError, type GrpcRefusal, toServiceError } from "./grpc-status-error.ts";

/** A call that a server got. */
export interface GrpcRequest {
  /** The method: `RunJob`. */
  readonly operation: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** What a service does, by its methods. What it throws as a `GrpcStatusError` is answered so, else with `INTERNAL`. */
export type GrpcMethods = Readonly<Record<string, (request: never) => unknown>>;

export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly methods: GrpcMethods;
}

export interface GrpcServerOptions {
  readonly services: readonly GrpcService[];
  /** Asked before each call is carried out; throws a `GrpcStatusError` where it may not be. */
  readonly authorize?: (request: GrpcRequest) => void;
  /** Default: a free one. */
  readonly port?: number;
}

/** A gRPC server without TLS on 127.0.0.1 that logs what it is asked, and fails on demand. */
export interface GrpcServer {
  readonly url: string;
  readonly port: number;
  /** By method: `CreateJob`, `RunJob`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<GrpcRequest, GrpcRefusal>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

type Call = ServerUnaryCall<Readonly<Record<string, unknown>>, unknown>;

export async function startGrpcServer({
  services,
  authorize = () => undefined,
  port = 0,
}: GrpcServerOptions): Promise<GrpcServer> {
  const faults = createFaultQueue<GrpcRequest, GrpcRefusal>();
  const requests = createRequestLog();
  const closing = new AbortController();
  const server = new Server();
  let front: CuttableFront | null = null;

  async function answer(operation: string, path: string, method: GrpcMethods[string], call: Call): Promise<unknown> {
    const request: GrpcRequest = { operation, request: call.request };
    const logStatus = requests.add({ operation, method: "POST", path });
    const fault = faults.take(request);
    const cut = (): Promise<never> => {
      front?.cut(call.getPeer());
      return new Promise(() => undefined);
    };
    if (fault?.kind === "reset") return await cut();
    if (fault?.kind === "hang") return await new Promise(() => undefined);
    if (fault?.kind === "delay") await delay(fault.milliseconds, undefined, { signal: closing.signal });
    if (fault?.kind === "answer") throw new GrpcStatusError(fault.answer);
    authorize(request);
    const given = await method?.(call.request as never);
    if (fault?.kind === "lose-response") return await cut();
    logStatus(0);
    return given;
  }

  for (const { definition, methods } of services) {
    const handlers: UntypedServiceImplementation = {};
    for (const [operation, method] of Object.entries(methods)) {
      const path = definition[operation]?.path ?? operation;
      handlers[operation] = (call: Call, respond: sendUnaryData<unknown>) => {
        answer(operation, path, method, call).then(
          (given) => respond(null, given),
          (error: unknown) => {
            const refusal =
              error instanceof GrpcStatusError
                ? error.refusal
                : { code: "INTERNAL" as const, message: String((error as Error).stack) };
            respond(toServiceError(refusal));
          },
        );
      };
    }
    server.addService(definition, handlers);
  }
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, taken) =>
      error === null ? resolve(taken) : reject(error),
    );
  });
  front = await startCuttableFront(bound, port);
  const started = front;
  return {
    url: `http://127.0.0.1:${started.port}`,
    port: started.port,
    requests,
    faults,
    async close() {
      closing.abort();
      await started.close();
      server.forceShutdown();
    },
  };
}
