import { InvalidStorageKeyError } from "../errors/invalid-storage-key-error.ts";

/** Names that a directory storage gives to objects while they are written; no key may contain one. */
export const partialPrefix = ".prefect-partial-";

// The smallest limits among the storages: object stores take keys of 1,024 bytes, file systems names of 255.
const maximumKeyBytes = 1024;
const maximumPartBytes = 255;

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const unportable = /[\u0000-\u001f\u007f\\]/;

/** Throws `InvalidStorageKeyError` where the key would not name the same object in every storage. */
export function checkStorageKey(key: string): void {
  const reason = key === "" ? "it is empty" : (describePathDefect(key) ?? describePartDefects(key.split("/")));
  if (reason !== null) throw new InvalidStorageKeyError({ key, reason });
}

/** As `checkStorageKey`, for what a listing starts with: its last part may be unfinished, or empty. */
export function checkStoragePrefix(prefix: string): void {
  const finished = prefix.split("/").slice(0, -1);
  const reason = describePathDefect(prefix) ?? describePartDefects(finished);
  if (reason !== null) throw new InvalidStorageKeyError({ key: prefix, reason });
}

/** The order of listings: that of the keys' UTF-8 bytes, as in object stores. */
export function compareStorageKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function describePathDefect(path: string): string | null {
  if (unportable.test(path)) return "it contains a backslash or a control character";
  if (!path.isWellFormed()) return "it is not well-formed Unicode";
  if (Buffer.byteLength(path) > maximumKeyBytes) return `it is longer than ${maximumKeyBytes} bytes`;
  return null;
}

function describePartDefects(parts: readonly string[]): string | null {
  for (const part of parts) {
    if (part === "") return `it has an empty part (a "/" at an end, or two together)`;
    if (part === "." || part === "..") return `it has a part "${part}", which would leave its place`;
    if (part.startsWith(partialPrefix)) return `parts that start with "${partialPrefix}" are reserved`;
    if (Buffer.byteLength(part) > maximumPartBytes) return `it has a part longer than ${maximumPartBytes} bytes`;
  }
  return null;
}
