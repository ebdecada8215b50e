import { open } from "node:fs/promises";
import type { HttpAnswer } from "../http/http-exchange.ts";
import { StorageError } from "./storage-error.ts";
import { type StoredObject, toMediaHeaders } from "./stored-object.ts";

const chunkBytes = 256 * 1024;

/** The object's bytes, or the range of them that the header asks for. */
export async function readMedia(object: StoredObject, rangeHeader: string | undefined): Promise<HttpAnswer> {
  const range = rangeHeader === undefined ? null : toRange(rangeHeader, object.bytes);
  const { start, end } = range ?? { start: 0, end: object.bytes };
  const headers = { ...toMediaHeaders(object), "accept-ranges": "bytes", "content-length": String(end - start) };
  if (end === start) return { headers };
  // Opened before the answer begins, so that a deletion meanwhile takes nothing from it.
  const handle = await open(object.file);
  const body = handle.createReadStream({ start, end: end - 1, highWaterMark: chunkBytes });
  if (range === null) return { headers, body };
  return { status: 206, headers: { ...headers, "content-range": `bytes ${start}-${end - 1}/${object.bytes}` }, body };
}

/** `null` where the header is not understood, which then counts for nothing. */
function toRange(header: string, bytes: number): { start: number; end: number } | null {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header);
  if (parts === null || (parts[1] === "" && parts[2] === "")) return null;
  const [, first = "", last = ""] = parts;
  const start = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? bytes : Math.min(Number(last) + 1, bytes);
  if (start >= bytes || end <= start) {
    throw new StorageError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable", "Range");
  }
  return { start, end };
}
