/** Whether an option is a function or a list with one, which cannot be written down. Pure. */
export function containsFunction(value: unknown): boolean {
  return typeof value === "function" || (Array.isArray(value) && value.some(containsFunction));
}
