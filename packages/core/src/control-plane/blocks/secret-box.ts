import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { linkSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../contracts/json.ts";
import { SecretUnreadableError } from "../../errors/secret-unreadable-error.ts";

/** Encrypts what must not be readable in the store's file. */
export interface SecretBox {
  seal(value: Json): string;
  open(sealed: string): Json;
}

export const keyFileName = "prefect-typescript.key";

const algorithm = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a key kept in the home directory, made when the first secret is sealed and readable by its owner only. */
export function createSecretBox(home: string): SecretBox {
  const path = join(home, keyFileName);
  let known: Buffer | undefined;
  const key = (): Buffer => (known ??= readKey(path) ?? makeKey(path));

  return {
    seal(value) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key(), nonce);
      const encrypted = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64");
      try {
        const decipher = createDecipheriv(algorithm, key(), bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const decrypted = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
        return JSON.parse(decrypted.toString("utf8")) as Json;
      } catch (cause) {
        throw new SecretUnreadableError({ keyPath: path, cause });
      }
    },
  };
}

function readKey(path: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(path, "utf8").trim(), "base64");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw new SecretUnreadableError({ keyPath: path, cause: error });
  }
}

/** Written aside and linked into place, so that of several processes one wins and no reader sees half a key. */
function makeKey(path: string): Buffer {
  const aside = `${path}.${randomUUID()}`;
  writeFileSync(aside, randomBytes(keyBytes).toString("base64"), { mode: 0o600, flag: "wx" });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    unlinkSync(aside);
  }
  const key = readKey(path);
  if (key === undefined) throw new SecretUnreadableError({ keyPath: path, cause: new Error("The key file vanished") });
  return key;
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
