/** What tables have room for of a description. Pure. */
export function firstSentence(description: string | null): string {
  return description?.split("\n")[0]?.split(".")[0] ?? "";
}
