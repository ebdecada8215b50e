import { PassThrough, Writable } from "node:stream";
import { runCli } from "./run-cli.ts";

/** What one command line did. */
export interface CapturedCli {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CaptureOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is typed. Default: nothing. */
  readonly input?: string;
  /** Makes the output a terminal of this width. Default: a pipe. */
  readonly terminalColumns?: number;
}

/** Carries out a command line in this process, with streams of its own. */
export async function captureCli(
  commandLine: readonly string[],
  { env = {}, cwd = process.cwd(), input = "", terminalColumns }: CaptureOptions = {},
): Promise<CapturedCli> {
  const stdin = new PassThrough();
  stdin.end(input);
  const stdout = collect();
  const stderr = collect();
  const terminal = terminalColumns === undefined ? {} : { isTTY: true, columns: terminalColumns };
  const exitCode = await runCli(commandLine, {
    stdin,
    stdout: Object.assign(stdout.stream, terminal),
    stderr: Object.assign(stderr.stream, terminal),
    env,
    cwd,
  });
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collect(): { readonly stream: Writable; readonly text: () => string } {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, text: () => text };
}
