import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** An object of a runner's storage on its way to its submitter's. */
export interface ParcelObject {
  readonly key: string;
  readonly body: Uint8Array;
}

const cipher = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const headerLengthBytes = 4;

/** A key for one launch. */
export function createParcelKey(): string {
  return randomBytes(keyBytes).toString("base64");
}

/** The bytes of a key, or `null` for a text that is none. */
export function parseParcelKey(text: string): Buffer | null {
  const key = Buffer.from(text, "base64");
  return key.byteLength === keyBytes ? key : null;
}

/** Objects as one text that only the holder of the key can read, or could have made. */
export function sealParcel(objects: readonly ParcelObject[], key: Buffer): string {
  const header = Buffer.from(JSON.stringify(objects.map(({ key: name, body }) => [name, body.byteLength])));
  const headerLength = Buffer.alloc(headerLengthBytes);
  headerLength.writeUInt32BE(header.byteLength);
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce);
  const sealed = [headerLength, header, ...objects.map(({ body }) => body)].map((part) => encryption.update(part));
  return Buffer.concat([nonce, ...sealed, encryption.final(), encryption.getAuthTag()]).toString("base64");
}

/** What `sealParcel` took; `null` where the text was made with another key, or was changed since. */
export function openParcel(content: string, key: Buffer): readonly ParcelObject[] | null {
  const bytes = Buffer.from(content, "base64");
  if (bytes.byteLength < nonceBytes + headerLengthBytes + tagBytes) return null;
  const decryption = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decryption.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return readObjects(Buffer.concat([decryption.update(bytes.subarray(nonceBytes, -tagBytes)), decryption.final()]));
  } catch {
    return null;
  }
}

function readObjects(bytes: Buffer): readonly ParcelObject[] {
  let offset = headerLengthBytes + bytes.readUInt32BE();
  const header = JSON.parse(bytes.toString("utf8", headerLengthBytes, offset)) as [string, number][];
  return header.map(([key, length]) => {
    const body = bytes.subarray(offset, offset + length);
    offset += length;
    return { key, body };
  });
}
