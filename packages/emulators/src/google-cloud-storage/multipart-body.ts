import { invalid } from "./storage-error.ts";

/** The two parts of a `multipart/related` upload. */
export interface MultipartBody {
  /** JSON. */
  readonly resource: string;
  readonly mediaType: string | null;
  readonly media: AsyncIterable<Uint8Array>;
}

const longestHeadBytes = 1024 * 1024;

/** Reads the first part, and the second one piece by piece. It is RFC 2387, with exactly two parts. */
export async function readMultipart(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
): Promise<MultipartBody> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType ?? "");
  if (boundary === null) throw invalid("The multipart request has no boundary.");
  const delimiter = `--${boundary[1] ?? boundary[2]}`;
  const source = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let parts: Head | null = null;
  while (parts === null) {
    const next = await source.next();
    if (next.done === true || head.length > longestHeadBytes) throw invalid("Malformed multipart body.");
    head = Buffer.concat([head, next.value]);
    parts = parseHead(head, delimiter);
  }
  const { resource, mediaType, mediaStart } = parts;
  return { resource, mediaType, media: mediaChunks(head.subarray(mediaStart), source, `\r\n${delimiter}--`) };
}

interface Head {
  readonly resource: string;
  readonly mediaType: string | null;
  readonly mediaStart: number;
}

/** `null` while its end has not arrived. */
function parseHead(head: Buffer, delimiter: string): Head | null {
  const resourceHeadEnd = head.indexOf("\r\n\r\n");
  if (resourceHeadEnd === -1) return null;
  const between = head.indexOf(`\r\n${delimiter}\r\n`, resourceHeadEnd);
  const mediaHeadEnd = between === -1 ? -1 : head.indexOf("\r\n\r\n", between + 2);
  if (mediaHeadEnd === -1) return null;
  const mediaHead = head.subarray(between, mediaHeadEnd).toString();
  return {
    resource: head.subarray(resourceHeadEnd + 4, between).toString(),
    mediaType: /^content-type:\s*(.*)$/im.exec(mediaHead)?.[1]?.trim() ?? null,
    mediaStart: mediaHeadEnd + 4,
  };
}

/** Holds back as much as the closing delimiter and the line end after it, until it is known where the body ends. */
async function* mediaChunks(
  first: Uint8Array,
  source: AsyncIterator<Uint8Array>,
  closing: string,
): AsyncGenerator<Uint8Array, void> {
  const heldBytes = closing.length + 2;
  let held = Buffer.from(first);
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    const all = Buffer.concat([held, next.value]);
    const sure = Math.max(0, all.length - heldBytes);
    if (sure > 0) yield all.subarray(0, sure);
    held = all.subarray(sure);
  }
  const end = held.lastIndexOf(closing);
  if (end === -1) throw invalid("Malformed multipart body.");
  yield held.subarray(0, end);
}
