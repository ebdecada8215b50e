/** A time as the engine takes it in queries: seconds and nanoseconds since 1970. */
export function toUnixTime(timestamp: string): string {
  const [seconds = "", fraction = "0"] = timestamp.replace("Z", "").split(".");
  return `${Date.parse(`${seconds}Z`) / 1000}.${fraction}`;
}
