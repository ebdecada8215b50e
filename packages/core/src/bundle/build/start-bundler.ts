import { transform } from "esbuild";

let started = false;

/** Starts esbuild's own process, so that it comes up while this one still loads the parser and reads the flow. */
export function startBundler(): void {
  if (started) return;
  started = true;
  // A failure to start comes again, and is reported, where the module is built.
  transform("").catch(() => undefined);
}
