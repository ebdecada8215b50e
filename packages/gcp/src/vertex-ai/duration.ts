import type { Json } from "prefect-core/provider";

/** Seconds of a duration as the JSON of Google's APIs writes it, `"1800s"`, or as a number; `null` for any other. Pure. */
export function parseDuration(value: Json): number | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : null;
  const seconds = typeof value === "string" ? /^(\d+(?:\.\d+)?)s$/.exec(value.trim())?.[1] : undefined;
  return seconds === undefined ? null : Number(seconds);
}

/** Seconds as the JSON of Google's APIs writes them. Pure. */
export function toDuration(seconds: number): string {
  return `${seconds}s`;
}
