import { inspect } from "node:util";
import type { CliContext } from "../cli-context.ts";

/** Prints a record for people: its kind and its fields, whole. */
export function printRecord(context: CliContext, kind: string, record: object): void {
  const breakLength = context.columns ?? 100;
  const fields = inspect(record, {
    depth: null,
    colors: context.hasColors,
    breakLength,
    maxArrayLength: null,
    maxStringLength: null,
  });
  context.print(`${kind} ${fields}`);
}
