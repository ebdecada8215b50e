import { createRequire } from "node:module";
import { toPath } from "../site/script-path.ts";

/** How a module that the process has loaded gives a value. */
export interface FoundExport {
  /** What to import: a file, or a module of Node.js. */
  readonly specifier: string;
  /** The way from the module's namespace: `["default", "chunk"]`. */
  readonly path: readonly string[];
}

/**
 * Finds the export of a loaded module that is this very value. The module is not evaluated again: an import of what is
 * loaded gives what is there.
 */
export async function findExport(scriptUrl: string, value: unknown): Promise<FoundExport | null> {
  const file = toPath(scriptUrl);
  const specifier = file ?? (scriptUrl.startsWith("node:") ? scriptUrl : null);
  if (specifier === null) return null;
  const cached = file === null ? undefined : createRequire(file).cache[file]?.exports;
  const namespace = cached === undefined ? await import(scriptUrl).catch(() => ({})) : { default: cached as unknown };
  const path = pathTo(namespace as object, value);
  return path === null ? null : { specifier, path };
}

function pathTo(namespace: object, value: unknown): readonly string[] | null {
  const name = memberWith(namespace, value);
  if (name !== null) return [name];
  const whole: unknown = Reflect.get(namespace, "default");
  if ((typeof whole !== "object" && typeof whole !== "function") || whole === null) return null;
  const member = memberWith(whole, value);
  return member === null ? null : ["default", member];
}

function memberWith(holder: object, value: unknown): string | null {
  for (const name of Object.getOwnPropertyNames(holder)) {
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor?.value === value && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return name;
  }
  return null;
}
