import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openFields } from "../../serialization/decode-walk.ts";
import { parseTagged } from "../../serialization/frame.ts";

/**
 * What a bundle's code finds again of the process that submitted it. The code makes the functions that were captured,
 * reads the values, and ties both together once all of them are there.
 */
export interface Captured {
  /** By the numbers that the bundle's code gives them. */
  readonly functions: unknown[];
  /** What is to be done once all functions are made. */
  readonly links: (() => void)[];
  /** The value of a variable, the same object at every call. */
  value(key: string): unknown;
  link(): void;
  /** Opens the values that lie beside the code, where there are any. Throws `ValueDecodeError`. */
  open(directory: string): void;
}

export function createCaptured(): Captured {
  const made = new Map<string, unknown>();
  let field: ((key: string) => unknown) | null = null;
  const captured: Captured = {
    functions: [],
    links: [],
    value(key) {
      if (field === null) throw new Error(`No values lie beside this bundle's code, and it needs '${key}'.`);
      if (!made.has(key)) made.set(key, field(key));
      return made.get(key);
    },
    link() {
      for (const link of captured.links) link();
    },
    open(directory) {
      const bytes = readIfThere(join(directory, "values"));
      if (bytes !== null) field = openFields(parseTagged(bytes), (index) => captured.functions[index]);
    },
  };
  return captured;
}

/** Of this process, which runs one bundle. */
export const captured: Captured = createCaptured();

function readIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
