const unitBytes: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The bytes of a quantity such as `16Gi` or `1.5G`; `null` for a text that is none. */
export function parseMemoryQuantity(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kMGT]?|[KMGT]i)$/.exec(text);
  const factor = unitBytes[match?.[2] ?? "none"];
  if (match === null || factor === undefined) return null;
  const bytes = Math.ceil(Number(match[1]) * factor);
  return bytes > 0 ? bytes : null;
}
