import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
type TerminalOr<T> = T & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command line touches outside the control plane. */
export interface CliEnvironment {
  readonly stdin: TerminalOr<Readable>;
  readonly stdout: TerminalOr<Writable>;
  readonly stderr: TerminalOr<Writable>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** This process's own streams, variables and working directory. */
export function processEnvironment(): CliEnvironment {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
  };
}
