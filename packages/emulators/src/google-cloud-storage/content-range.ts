import { invalid } from "./storage-error.ts";

/** What a request of a resumable upload says that it brings. */
export interface ContentRange {
  /** `null` where it brings nothing and asks how far the upload is. */
  readonly start: number | null;
  /** The byte after the last one; `null` where the end of the request tells. */
  readonly end: number | null;
  /** How long the object is; `null` where that is not known yet. */
  readonly totalBytes: number | null;
}

/** Such as `bytes 0-99/200`, with asterisks for what is not known; without the header, all of the object. */
export function parseContentRange(header: string | undefined): ContentRange {
  if (header === undefined) return { start: 0, end: null, totalBytes: null };
  const parts = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(header);
  if (parts === null) throw invalid(`Failed to parse Content-Range header: ${header}`);
  const [, start, last, total] = parts;
  return {
    start: start === undefined ? null : Number(start),
    end: last === undefined || last === "*" ? null : Number(last) + 1,
    totalBytes: total === "*" ? null : Number(total),
  };
}

/** Whether the object ends where this request ends. */
export function isLastPiece({ start, end, totalBytes }: ContentRange): boolean {
  if (start === null) return false;
  return end === null || end === totalBytes;
}
