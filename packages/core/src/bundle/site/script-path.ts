import { fileURLToPath } from "node:url";

/** The file of a script; `null` for what has none. */
export function toPath(url: string): string | null {
  const plain = url.replace(/[?#].*$/, "");
  try {
    if (plain.startsWith("file:")) return fileURLToPath(plain);
  } catch {
    return null;
  }
  return plain.startsWith("/") ? plain : null;
}
