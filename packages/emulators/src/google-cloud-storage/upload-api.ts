import { randomUUID } from "node:crypto";
import type { HttpAnswer, HttpRequest } from "../http/http-exchange.ts";
import { parseContentRange } from "./content-range.ts";
import { readMultipart } from "./multipart-body.ts";
import { createObjectFile } from "./object-file.ts";
import type { ObjectStore } from "./object-store.ts";
import { createResumableUpload, type ResumableUpload } from "./resumable-upload.ts";
import { invalid, StorageError } from "./storage-error.ts";
import { toConditions } from "./storage-request.ts";
import { type ObjectFields, type StoredObject, toResource } from "./stored-object.ts";

const longestResourceBytes = 1024 * 1024;

/** Answers requests below `/upload`: objects in one request, or in several that an address of their own takes. */
export function createUploadApi(
  store: ObjectStore,
  directory: string,
): (request: HttpRequest, bucket: string) => Promise<HttpAnswer> {
  const uploads = new Map<string, ResumableUpload>();

  async function insert(
    { query, headers, url, bucket }: UploadRequest,
    fields: ObjectFields,
    media: AsyncIterable<Uint8Array>,
  ): Promise<HttpAnswer> {
    const name = nameOf(query, fields);
    const file = await createObjectFile(directory);
    try {
      for await (const chunk of media) await file.append(chunk);
    } catch (error) {
      await file.discard();
      throw error;
    }
    const given = { ...fields, ...readHashes(headers["x-goog-hash"]) };
    const object = await store.put({ bucket, name, fields: given, conditions: toConditions(query), file });
    return { body: toResource(object, url) };
  }

  async function insertMultipart(request: UploadRequest): Promise<HttpAnswer> {
    const { resource, mediaType, media } = await readMultipart(request.chunks, request.headers["content-type"]);
    const type = mediaType === null ? {} : { contentType: mediaType };
    return insert(request, { ...type, ...parseResource(resource) }, media);
  }

  async function begin({ query, headers, chunks, url, path, bucket }: UploadRequest): Promise<HttpAnswer> {
    const type = headers["x-upload-content-type"];
    const contentType = typeof type === "string" ? { contentType: type } : {};
    const fields = { ...contentType, ...parseResource(await readText(chunks)) };
    const target = { store, bucket, name: nameOf(query, fields), fields, conditions: toConditions(query) };
    const id = randomUUID();
    uploads.set(id, await createResumableUpload(directory, target));
    const location = `${url}${path}?${new URLSearchParams({ uploadType: "resumable", upload_id: id })}`;
    return { headers: { location, "x-guploader-uploadid": id } };
  }

  async function proceed(request: UploadRequest, id: string): Promise<HttpAnswer> {
    const upload = uploads.get(id);
    if (upload === undefined) throw new StorageError(404, "notFound", "No such upload.");
    if (request.method === "DELETE") {
      await upload.cancel();
      return { status: 499 };
    }
    const { headers, chunks, url } = request;
    const range = parseContentRange(headers["content-range"]);
    const outcome = await upload.take({ range, chunks, checksums: readHashes(headers["x-goog-hash"]) });
    if (isObject(outcome)) return { body: toResource(outcome, url) };
    const { heldBytes } = outcome;
    return { status: 308, headers: heldBytes === 0 ? {} : { range: `bytes=0-${heldBytes - 1}` } };
  }

  return async (request, bucket) => {
    // What they were asked by: it may be a proxy's.
    const upload: UploadRequest = { ...request, bucket, url: `http://${request.headers.host}` };
    const id = request.query.get("upload_id");
    if (id !== null) return proceed(upload, id);
    store.requireBucket(bucket);
    const type = request.query.get("uploadType");
    if (type === "multipart") return insertMultipart(upload);
    if (type === "resumable") return begin(upload);
    if (type !== "media") throw invalid(`Invalid upload type: ${type}`);
    const contentType = request.headers["content-type"];
    return insert(upload, contentType === undefined ? {} : { contentType }, request.chunks);
  };
}

interface UploadRequest extends HttpRequest {
  readonly bucket: string;
  readonly url: string;
}

function nameOf(query: URLSearchParams, fields: ObjectFields): string {
  const name = query.get("name") ?? fields.name ?? "";
  if (name === "") throw new StorageError(400, "required", "Required");
  return name;
}

function isObject(outcome: StoredObject | { readonly heldBytes: number }): outcome is StoredObject {
  return "generation" in outcome;
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const collected: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes <= longestResourceBytes) collected.push(chunk);
  }
  if (bytes > longestResourceBytes) throw invalid("The object resource is too large.");
  return Buffer.concat(collected).toString();
}

function parseResource(text: string): ObjectFields {
  try {
    return text === "" ? {} : (JSON.parse(text) as ObjectFields);
  } catch {
    throw new StorageError(400, "parseError", "Parse Error");
  }
}

/** `crc32c=AAAAAA==,md5=...`. */
function readHashes(header: string | readonly string[] | undefined): Pick<ObjectFields, "crc32c" | "md5Hash"> {
  const hashes = new Map(
    String(header ?? "")
      .split(",")
      .map((each) => split(each.trim())),
  );
  const [crc32c, md5Hash] = [hashes.get("crc32c"), hashes.get("md5")];
  return { ...(crc32c === undefined ? {} : { crc32c }), ...(md5Hash === undefined ? {} : { md5Hash }) };
}

function split(hash: string): [string, string] {
  const at = hash.indexOf("=");
  return [hash.slice(0, at), hash.slice(at + 1)];
}
