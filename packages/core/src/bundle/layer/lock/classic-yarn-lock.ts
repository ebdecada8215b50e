/** One entry: its texts by name, and the names of its dependencies with their ranges. */
type Entry = Record<string, string | Record<string, string>>;

/** Reads the format of Yarn 1, which is no YAML: two spaces a level, names and texts with or without quotes. Pure. */
export function parseClassicYarnLock(text: string): Readonly<Record<string, Entry>> {
  const entries: Record<string, Entry> = {};
  let entry: Entry = {};
  let group: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const depth = line.length - line.trimStart().length;
    const isOpening = line.endsWith(":");
    const words = (isOpening ? line.slice(0, -1) : line).trim();
    if (depth === 0) {
      entry = {};
      entries[words.replaceAll('"', "")] = entry;
    } else if (isOpening) {
      group = {};
      entry[unquoted(words)] = group;
    } else {
      const [, name = "", value = ""] = /^("[^"]*"|\S+)\s+(.*)$/.exec(words) ?? [];
      if (depth === 2) entry[unquoted(name)] = unquoted(value);
      else group[unquoted(name)] = unquoted(value);
    }
  }
  return entries;
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
