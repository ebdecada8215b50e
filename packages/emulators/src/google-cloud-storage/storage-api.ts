import type { HttpAnswer, HttpRequest } from "../http/http-exchange.ts";
import type { ObjectStore } from "./object-store.ts";
import { readMedia } from "./read-media.ts";
import { invalid, StorageError, toRefusal } from "./storage-error.ts";
import { isMedia, parseStorageRequest, toConditions } from "./storage-request.ts";
import { toResource } from "./stored-object.ts";
import { createUploadApi } from "./upload-api.ts";

const mostListed = 1000;

/** Answers requests to Cloud Storage; refusals in its own words. */
export function createStorageApi(store: ObjectStore, directory: string): (request: HttpRequest) => Promise<HttpAnswer> {
  const upload = createUploadApi(store, directory);

  async function handleBuckets({ method, chunks }: HttpRequest, bucket: string | null): Promise<HttpAnswer> {
    if (bucket === null) {
      if (method !== "POST") throw methodNotAllowed();
      const { name } = JSON.parse(await readAll(chunks)) as { name?: unknown };
      if (typeof name !== "string" || name === "") throw new StorageError(400, "required", "Required");
      store.createBucket(name);
      return { body: toBucket(name) };
    }
    if (method === "DELETE") {
      store.deleteBucket(bucket);
      return { status: 204 };
    }
    if (method !== "GET") throw methodNotAllowed();
    store.requireBucket(bucket);
    return { body: toBucket(bucket) };
  }

  function listObjects({ method, query, headers }: HttpRequest, bucket: string): HttpAnswer {
    if (method !== "GET") throw methodNotAllowed();
    const given = query.get("maxResults");
    if (given !== null && !/^\d+$/.test(given)) throw invalid(`Invalid value for maxResults: ${given}`);
    const limit = Math.min(Number(given ?? mostListed) || mostListed, mostListed);
    const page = store.list(bucket, query.get("prefix") ?? "", { token: query.get("pageToken"), limit });
    const items = page.objects.map((object) => toResource(object, `http://${headers.host}`));
    const next = page.nextPageToken === null ? {} : { nextPageToken: page.nextPageToken };
    return { body: { kind: "storage#objects", ...(items.length === 0 ? {} : { items }), ...next } };
  }

  async function handleObject({ method, query, headers }: HttpRequest, bucket: string, object: string) {
    const generation = query.get("generation");
    if (method === "DELETE") {
      await store.delete(bucket, object, generation, toConditions(query));
      return { status: 204 };
    }
    if (method !== "GET") throw methodNotAllowed();
    const found = store.get(bucket, object, generation, toConditions(query));
    return isMedia(query) ? readMedia(found, headers.range) : { body: toResource(found, `http://${headers.host}`) };
  }

  async function answer(request: HttpRequest): Promise<HttpAnswer> {
    const parsed = parseStorageRequest(request.path);
    if (parsed === null) throw new StorageError(404, "notFound", "Not Found");
    const { bucket, object, isAboutObjects, isUpload } = parsed;
    if (bucket === null || !isAboutObjects) return handleBuckets(request, bucket);
    if (isUpload) return upload(request, bucket);
    return object === null ? listObjects(request, bucket) : handleObject(request, bucket, object);
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      if (error instanceof StorageError) return toRefusal(error, request.method === "GET" && isMedia(request.query));
      throw error;
    }
  };
}

function toBucket(name: string): object {
  return { kind: "storage#bucket", id: name, name, location: "US", storageClass: "STANDARD" };
}

function methodNotAllowed(): StorageError {
  return new StorageError(405, "methodNotAllowed", "Method Not Allowed");
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return Buffer.concat(collected).toString();
}
