const units: Readonly<Record<string, number>> = { "": 1, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** `512Mi`, `2G`; `null` for what is no size. */
export function toMemoryBytes(text: string): number | null {
  const [, amount, unit = ""] = /^(\d+)(M|G|Ki|Mi|Gi)?$/.exec(text) ?? [];
  return amount === undefined ? null : Number(amount) * (units[unit] ?? 1);
}
