/** Does nothing, for as long as it is let. */
export const idles: string = "setInterval(() => undefined, 1000);";

/** Says that it is up, and does nothing. */
export const saysUp: string = `console.log("up"); ${idles}`;

/** Says that it is up; asked to end it says so, and ends with 5. */
export const endsWhenAsked: string = `
  process.on("SIGTERM", () => process.stdout.write("asked to end\\n", () => process.exit(5)));
  ${saysUp}`;

/** Says that it is up, and does not listen to being asked to end. */
export const neverListens: string = `process.on("SIGTERM", () => undefined); ${saysUp}`;

export function prints(...lines: readonly string[]): string {
  return `process.stdout.write(${JSON.stringify(lines.map((line) => `${line}\n`).join(""))});`;
}
