import type { Storage } from "prefect-core/provider";
import type { Fault, FaultableRequest, FaultProxy } from "prefect-core/testing";
import type { FaultableStorage, StoragePoint } from "../faultable-storage.ts";

const run = "/runs/[0-9a-f-]{36}/\\d+/";
/** A key of a result, as Prefect's blocks have them. */
const result = "/[0-9a-f]{32}$";

/** Of the decoded path of a request: who asks for what is told by it. */
const requests: Readonly<Record<StoragePoint, { readonly isWrite: boolean; readonly path: RegExp }>> = {
  "runner-reads": { isWrite: false, path: /\/code\// },
  "runner-writes": { isWrite: true, path: new RegExp(`${run}[^/]{8,}/|${result}`) },
  "submitter-writes": { isWrite: true, path: new RegExp(`${run}manifest`) },
  "submitter-reads": { isWrite: false, path: new RegExp(result) },
};

const writes = new Set(["PUT", "POST", "PATCH"]);

/** A bucket behind a proxy, which answers what is to fail with this fault. */
export function createBucketStorage(storage: Storage, proxy: FaultProxy, fault: Fault): FaultableStorage {
  return {
    storage,
    async fail(point) {
      const { isWrite, path } = requests[point];
      let hits = 0;
      const isBefallen = (request: FaultableRequest): boolean =>
        isWrite ? writes.has(request.method) : request.method === "GET";
      proxy.inject((request) => {
        if (!isBefallen(request) || !path.test(toObjectPath(request.path))) return null;
        hits += 1;
        return fault;
      });
      return { options: {}, env: {}, hasHit: async () => hits > 0, pass: async () => proxy.clear() };
    },
  };
}

/** With the object's name as it is, whether the service has it in the path or in the query. */
function toObjectPath(path: string): string {
  const url = new URL(path, "http://127.0.0.1");
  return `${decodeURIComponent(url.pathname)}/${url.searchParams.get("name") ?? ""}`.replace(/\/$/, "");
}
