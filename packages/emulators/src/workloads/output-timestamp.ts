/** The time in UTC as RFC 3339 with nine digits, never the same as or before `previous`. */
export function nextTimestamp(previous: string | null): string {
  const now = performance.timeOrigin + performance.now();
  const nanoseconds = BigInt(Math.floor(now * 1000)) * 1000n;
  const given = toTimestamp(nanoseconds);
  return previous === null || given > previous ? given : toTimestamp(parseTimestamp(previous) + 1n);
}

function toTimestamp(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % 1_000_000_000n).padStart(9, "0")}Z`;
}

function parseTimestamp(timestamp: string): bigint {
  const [seconds = "", fraction = ""] = timestamp.slice(0, -1).split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
