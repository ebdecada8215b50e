/** As many of the names as the scale leaves, spread over all of them. */
export function sampleOf(names: readonly string[]): readonly string[] {
  return names.filter((_, index) => index % Math.round(1 / loadScale()) === 0);
}

/** The part of its full size that a large test has here: `PREFECT_E2E_SCALE`, from above 0 to 1. Default: 1. */
export function loadScale(): number {
  const text = process.env["PREFECT_E2E_SCALE"] || "1";
  const scale = Number(text);
  if (scale > 0 && scale <= 1) return scale;
  throw new Error(`PREFECT_E2E_SCALE is ${JSON.stringify(text)}, not a number above 0 and at most 1.`);
}
