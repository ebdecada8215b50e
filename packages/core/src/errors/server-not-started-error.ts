import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** The server cannot listen where it was told to. */
export class ServerNotStartedError extends PrefectError {
  readonly host: string;
  readonly port: number;

  constructor({ host, port, cause }: { host: string; port: number; cause: NodeJS.ErrnoException }) {
    const address = `${host}:${String(port)}`;
    const reason =
      cause.code === "EADDRINUSE" ? "another program listens there" : `the address cannot be used: ${cause.message}`;
    const mend = `Choose another with \`${commandLine("server start --host <host> --port <port>")}\`.`;
    super(`The server did not start at ${address}: ${reason}. ${mend}`, { cause });
    this.host = host;
    this.port = port;
  }
}
