import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FaultQueue } from "../faults/fault-queue.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-exchange.ts";
import { startHttpServer } from "../http/http-server.ts";
import type { RequestLog } from "../http/request-log.ts";
import { createObjectStore } from "./object-store.ts";
import { createStorageApi } from "./storage-api.ts";
import { toOperation } from "./storage-request.ts";

export interface StorageEmulatorOptions {
  /** Where objects' bytes are kept, in a directory of their own, until it is closed. Default: the system's. */
  readonly directory?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** Cloud Storage's JSON API on 127.0.0.1. Everybody may do everything. */
export interface StorageEmulator {
  readonly url: string;
  /** By operation: `insert objects`, `put uploads`, `get objects/media`. */
  readonly requests: RequestLog;
  readonly faults: FaultQueue<HttpRequest, HttpAnswer>;
  createBucket(name: string): void;
  close(): Promise<void>;
}

export async function startStorageEmulator({
  directory = tmpdir(),
  port = 0,
}: StorageEmulatorOptions = {}): Promise<StorageEmulator> {
  const files = await mkdtemp(path.join(directory, "cloud-storage-"));
  const store = createObjectStore();
  const handle = createStorageApi(store, files);
  const server = await startHttpServer({ handle, toOperation, leavesBodies: true, port });
  return {
    url: server.url,
    requests: server.requests,
    faults: server.faults,
    createBucket: (name) => store.createBucket(name),
    async close() {
      await server.close();
      await rm(files, { recursive: true, force: true });
    },
  };
}
