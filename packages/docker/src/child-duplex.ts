import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { Duplex, PassThrough, Writable } from "node:stream";

/**
 * A connection through the standard input and output of a process. It ends with the process, and not with its pipes, so
 * that what the process complains about on its standard error is the connection's error, and not that a pipe broke.
 */
export function toDuplex(child: ChildProcessWithoutNullStreams): Duplex {
  const output = new PassThrough();
  child.stdout.pipe(output, { end: false });
  child.stdin.on("error", () => undefined);
  const input = new Writable({
    write: (chunk, encoding, done) => child.stdin.write(chunk, encoding, (error) => error ?? done()),
    final: (done) => child.stdin.end((error?: Error | null) => error ?? done()),
  });
  const connection = Duplex.from({ readable: output, writable: input });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint = (complaint + text).slice(-4096)));
  child.once("error", (error) => connection.destroy(error));
  child.once("close", (code) => {
    if (code === 0) output.end();
    else connection.destroy(new Error(complaint.trim() || `${child.spawnfile} ended with code ${code}`));
  });
  connection.once("close", () => child.kill());
  return connection;
}
