import { createS3Storage } from "prefect-aws/storage";
import { createFaultProxy, type Fault } from "prefect-core/testing";
import { s3Answer } from "../../harness/s3-answers.ts";
import { motoServer } from "../../harness/s3-server.ts";
import type { S3Place } from "../../harness/work-pool.ts";
import type { FaultableStorage } from "../faultable-storage.ts";
import { createBucketStorage } from "./bucket-storage.ts";

const busy: Fault = { kind: "status", ...s3Answer(503, "SlowDown", "Please reduce your request rate.") };

export interface OpenS3Bucket {
  /** Where a user and its runs reach it. */
  readonly place: S3Place;
  readonly storage: FaultableStorage;
  close(): Promise<void>;
}

/** A new bucket behind a proxy of its own. */
export async function openS3Bucket(): Promise<OpenS3Bucket> {
  const server = motoServer();
  const bucket = await server.createBucket();
  const proxy = await createFaultProxy({ target: server.url });
  const storage = createS3Storage({ bucket, credentials: server.credentials });
  return {
    place: { url: proxy.url, bucket },
    storage: createBucketStorage(storage, proxy, busy),
    close: () => proxy.close(),
  };
}
