const unitBytes: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** The bytes of a size as Docker writes it (`512m`, `2gb`, `1073741824`); `null` for a text that is none. */
export function parseMemorySize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(?:([bkmgt])b?)?$/.exec(text.trim().toLowerCase());
  const factor = unitBytes[match?.[2] ?? "b"];
  return match === null || factor === undefined ? null : Math.floor(Number(match[1]) * factor);
}
