import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ServiceDefinition } from "@grpc/grpc-js";
import type { fromJSON as FromJson } from "@grpc/proto-loader";
import { jobServiceFile, jobServiceName, type JobServiceFile } from "./job-service-protos.ts";
import type { ProtoNode } from "./reachable-types.ts";

/** A service that is never called: for the types that `grpc-status-details-bin` holds. */
const detailsService = "prefect.StatusDetails";

// https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
const errorDetails: ProtoNode = {
  nested: {
    ErrorInfo: {
      fields: {
        reason: { type: "string", id: 1 },
        domain: { type: "string", id: 2 },
        metadata: { keyType: "string", type: "string", id: 3 },
      },
    },
    RetryInfo: { fields: { retryDelay: { type: "google.protobuf.Duration", id: 1 } } },
  } as ProtoNode["nested"] & object,
};

/** What is known of the job service's messages. */
export interface JobService {
  readonly definition: ServiceDefinition;
  /** The details of a refusal, as `google.rpc.Status` in JSON. */
  decodeStatus(bytes: Buffer): { readonly details?: readonly Readonly<Record<string, unknown>>[] };
}

/** The job service as `@google-cloud/aiplatform` ships it. */
export async function loadJobService(fromJson: typeof FromJson): Promise<JobService> {
  // The same from the sources and from the build.
  const root = dirname(createRequire(import.meta.url).resolve("prefect-gcp/package.json"));
  const { protos } = JSON.parse(await readFile(join(root, "dist", jobServiceFile), "utf8")) as JobServiceFile;
  const kept = protos as Mutable;
  const google = kept.nested?.["google"]?.nested?.["rpc"];
  Object.assign(google?.nested ?? {}, errorDetails.nested);
  Object.assign(kept.nested ?? {}, {
    prefect: {
      nested: {
        StatusDetails: {
          methods: {
            Status: { requestType: "google.rpc.Status", responseType: "google.rpc.Status" },
            Kinds: { requestType: "google.rpc.ErrorInfo", responseType: "google.rpc.RetryInfo" },
          },
        },
      },
    },
  });
  const definitions = fromJson(kept as Parameters<typeof FromJson>[0], {
    longs: String,
    enums: String,
    defaults: false,
    oneofs: true,
    json: true,
  });
  const details = definitions[detailsService] as unknown as ServiceDefinition;
  return {
    definition: definitions[jobServiceName] as unknown as ServiceDefinition,
    decodeStatus: (bytes) => details["Status"]?.responseDeserialize(bytes) as ReturnType<JobService["decodeStatus"]>,
  };
}

interface Mutable {
  readonly nested?: Record<string, Mutable>;
}
