import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { IMapField, INamespace, Type } from "protobufjs/light.js";
import { jobServiceFile, jobServiceName, type JobServiceFile } from "./job-service-protos.ts";

/** A method of the job service, as it goes over the wire. */
export interface JobServiceMethod {
  /** `/google.cloud.aiplatform.v1.JobService/GetCustomJob` */
  readonly path: string;
  encodeRequest(request: Readonly<Record<string, unknown>>): Buffer;
  decodeRequest(bytes: Buffer): unknown;
  decodeResponse(bytes: Buffer): unknown;
}

/** What is known of the job service's messages. */
export interface JobService {
  method(name: string): JobServiceMethod;
  /** The details of a refusal, as `google.rpc.Status` in JSON. */
  decodeStatus(bytes: Buffer): { readonly details?: readonly Readonly<Record<string, unknown>>[] };
}

// https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
const errorDetails: INamespace = {
  nested: {
    ErrorInfo: {
      fields: {
        reason: { type: "string", id: 1 },
        domain: { type: "string", id: 2 },
        metadata: { keyType: "string", type: "string", id: 3 } as IMapField,
      },
    },
    RetryInfo: { fields: { retryDelay: { type: "google.protobuf.Duration", id: 1 } } },
  },
};

const reading = { longs: String, enums: String, defaults: false, oneofs: true, json: true };

/** The job service as `@google-cloud/aiplatform` ships it. */
export async function loadJobService(): Promise<JobService> {
  // The same from the sources and from the build.
  const root = dirname(createRequire(import.meta.url).resolve("prefect-gcp/package.json"));
  const [{ default: protobuf }, text] = await Promise.all([
    import("protobufjs/light.js"),
    readFile(join(root, "dist", jobServiceFile), "utf8"),
  ]);
  const { protos } = JSON.parse(text) as JobServiceFile;
  const types = protobuf.Root.fromJSON(protos as INamespace);
  types.define("google.rpc").addJSON(errorDetails.nested ?? {});
  const service = types.lookupService(jobServiceName);
  const status = types.lookupType("google.rpc.Status");
  const decode = (type: Type, bytes: Buffer): Record<string, unknown> => type.toObject(type.decode(bytes), reading);
  return {
    method(name) {
      const found = service.methods[name];
      found?.resolve();
      const { resolvedRequestType: request, resolvedResponseType: response } = found ?? {};
      if (!request || !response) throw new Error(`The job service of Vertex AI has no method ${name}.`);
      return {
        path: `/${jobServiceName}/${name}`,
        encodeRequest: (value) => Buffer.from(request.encode(request.fromObject(value)).finish()),
        decodeRequest: (bytes) => decode(request, bytes),
        decodeResponse: (bytes) => decode(response, bytes),
      };
    },
    decodeStatus: (bytes) => decode(status, bytes),
  };
}
