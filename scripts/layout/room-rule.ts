import type { LayoutProblem } from "./layout-problem.ts";
import { resolveImport, type SourceFile, type SourceTree } from "./source-tree.ts";

const source = "packages/core/src/";

/** From the top down. A room may import the groups below its own. */
const groups: readonly (readonly string[])[] = [
  ["cli", "server"],
  ["worker"],
  ["submission", "runner"],
  ["engine", "bundle", "infrastructure"],
  ["control-plane", "storage"],
  ["serialization", "settings"],
  ["contracts", "errors"],
];

/** Rooms that may import anything: what is published for tests puts all the others together. */
const faces = new Set(["testing"]);

/** Imports within one group that the design allows, as `from>to`. */
const sideways = new Set(["errors>contracts", "cli>server"]);

/** A launcher starts and stops a command; these rooms are none of its business. */
const hiddenFromLaunchers = new Set(["bundle", "storage", "serialization"]);

/** Inside the core, imports run downwards only. The entries directly in `src` may import every room. */
export function checkRooms(tree: SourceTree): LayoutProblem[] {
  const problems: LayoutProblem[] = [];
  for (const file of tree.files.values()) {
    const from = roomOf(file);
    if (from === null || file.isTest || faces.has(from)) continue;
    if (rankOf(from) === -1) {
      const message = `the folder \`${from}\` is no room of the core: put the file into one, or add the room to the design`;
      problems.push({ file: file.path, line: 1, message });
      continue;
    }
    for (const { specifier, line } of file.imports) {
      const target = resolveImport(tree, file, specifier);
      const to = target === null ? null : roomOf(target);
      if (target !== null && to === null) {
        problems.push({ file: file.path, line, message: `imports the entry \`${specifier}\`: entries are for users` });
      } else if (to !== null) {
        const reason = forbidden(file, from, to);
        if (reason !== null)
          problems.push({ file: file.path, line, message: `\`${from}\` imports \`${to}\`: ${reason}` });
      }
    }
  }
  return problems;
}

function forbidden(file: SourceFile, from: string, to: string): string | null {
  if (from === to || sideways.has(`${from}>${to}`)) return null;
  if (file.path.endsWith("-launcher.ts") && hiddenFromLaunchers.has(to)) {
    return "a launcher starts and stops a command and knows no bundle, storage or serializer";
  }
  if (faces.has(to)) return "what is published for tests is not part of the product's own code";
  if (rankOf(to) === rankOf(from)) return "rooms in one group do not import each other";
  if (rankOf(to) < rankOf(from)) return "imports run downwards only";
  return null;
}

function roomOf(file: SourceFile): string | null {
  if (!file.path.startsWith(source)) return null;
  const [room, ...rest] = file.path.slice(source.length).split("/");
  return room === undefined || rest.length === 0 ? null : room;
}

function rankOf(room: string): number {
  return groups.findIndex((group) => group.includes(room));
}
