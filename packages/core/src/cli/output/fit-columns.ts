/** No column is made narrower than this. */
const narrowest = 6;

/**
 * Widths that fit into `available`, where that is possible: the widest columns that may shrink give way first, and
 * equally. Pure.
 */
export function fitColumns(widths: readonly number[], shrinkable: readonly boolean[], available: number): number[] {
  const fitted = [...widths];
  for (let excess = sum(fitted) - available; excess > 0; excess -= 1) {
    const widest = indexOfWidest(fitted, shrinkable);
    if (widest === null) break;
    fitted[widest] = (fitted[widest] ?? 0) - 1;
  }
  return fitted;
}

function indexOfWidest(widths: readonly number[], shrinkable: readonly boolean[]): number | null {
  let widest: number | null = null;
  for (const [index, width] of widths.entries()) {
    if (shrinkable[index] !== true || width <= narrowest) continue;
    if (widest === null || width > (widths[widest] ?? 0)) widest = index;
  }
  return widest;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
