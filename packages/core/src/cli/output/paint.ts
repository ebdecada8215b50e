import type { Writable } from "node:stream";
import { styleText } from "node:util";

/** Formats that `styleText` knows. */
export type TextStyle = "red" | "green" | "yellow" | "blue" | "cyan" | "magenta" | "bold" | "italic" | "dim";

/** Whether the stream is a terminal that wants colours; pipes and files never get them. */
export function hasColors(
  stream: Writable & { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

/** The text between the codes of a style. */
export function paint(style: TextStyle, text: string): string {
  return styleText(style, text, { validateStream: false });
}
