import { randomInt } from "node:crypto";

const alphabet = "bcdfghjklmnpqrstvwxz2456789";
const suffixLength = 5;
const maximumLength = 63;

/** The base, cut where it is too long, and five characters that form no words. */
export function generateName(base: string): string {
  const suffix = Array.from({ length: suffixLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return base.slice(0, maximumLength - suffixLength) + suffix;
}
