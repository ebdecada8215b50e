import { programFrames } from "../errors/own-frames.ts";

/** Where the program called for a run; formatted only when it is told. */
export interface CallSite {
  readonly stack?: string;
}

/** @param below the function that the program called; it and what it called are left out */
export function captureCallSite(below: Function): CallSite {
  const site: CallSite = {};
  Error.captureStackTrace(site, below);
  return site;
}

/** Lets the stack of what a run threw elsewhere end where the program waits for it. */
export async function withCallSite<T>(site: CallSite, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && typeof error.stack === "string") stitch(error, error.stack, site.stack ?? "");
    throw error;
  }
}

function stitch(error: Error, stack: string, site: string): void {
  const stitched = stitchedStack(stack, programFrames(site));
  if (stitched === stack) return;
  try {
    error.stack = stitched;
  } catch {
    // What was frozen keeps the stack that it has.
  }
}

/** The stack with the frames of the call below it; as it is where it shows that call already. Pure. */
export function stitchedStack(stack: string, frames: readonly string[]): string {
  const [call] = frames;
  const line = call === undefined ? null : (/([^\s(]+:\d+):\d+\)?$/.exec(call)?.[1] ?? null);
  return line === null || stack.includes(`${line}:`) ? stack : [stack, ...frames].join("\n");
}
