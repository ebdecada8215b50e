import { constants } from "node:buffer";

/** Levels of nesting in a value. Deeper is a mistake, or an attack on the stack of whoever decodes it. */
export const maximumDepth = 1000;

/** Unsendable parts that one error lists. */
export const maximumProblems = 20;

/** Binary parts of at least this many bytes follow the JSON text instead of standing in it as base64. */
export const outOfBandBytes = 4096;

/** What fits one JavaScript string, and so what `JSON.parse` can be given. */
export const maximumTextCharacters: number = constants.MAX_STRING_LENGTH;

/** Converting decimal digits takes more than linear time. */
export const maximumBigIntDigits = 1_000_000;

/** Of the view of a run's parameters that the API keeps. */
export const maximumViewBytes = 65_536;
