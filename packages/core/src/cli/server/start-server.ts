import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { readBackgroundServer } from "./background-server.ts";
import { startInBackground } from "./start-in-background.ts";

interface StartOptions {
  readonly host?: string;
  readonly port?: number;
  readonly background?: boolean;
}

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

/** `prefect server start`: until it is interrupted, or from then on in the background. */
export async function startServer(context: CliContext, options: StartOptions): Promise<void> {
  const settings = context.settings();
  const { host = settings.serverApiHost, port = settings.serverApiPort } = options;
  if (port > 65_535) throw new CommandError({ problem: `${String(port)} is no port: they go from 0 to 65535.` });
  if (!loopback.has(host) && settings.serverApiAuthString === null) {
    const warning = `Whoever reaches ${host}:${String(port)} can read and change everything: set PREFECT_SERVER_API_AUTH_STRING.`;
    context.printNotice(context.paint("yellow", warning));
  }
  if (options.background === true) {
    const running = await readBackgroundServer(settings.home);
    if (running !== null) {
      throw new CommandError({
        problem: `A server is running in the background already, at ${running.apiUrl}.`,
        mend: `Run \`${commandLine("server stop")}\` first.`,
      });
    }
    const apiUrl = await startInBackground(context, { host, port });
    context.print(`The Prefect server is running in the background. Run \`${commandLine("server stop")}\` to stop it.`);
    printHint(context, apiUrl);
    return;
  }
  await serveUntilInterrupted(context, { host, port });
}

async function serveUntilInterrupted(
  context: CliContext,
  address: { readonly host: string; readonly port: number },
): Promise<void> {
  const { openEmbeddedTransport } = await import("../../control-plane/embedded/embedded-transport.ts");
  const { startApiServer } = await import("../../server/api-server.ts");
  const { home, serverApiAuthString: authString } = context.settings();
  const interrupted = Promise.withResolvers<void>();
  const stop = (): void => interrupted.resolve();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  const transport = await openEmbeddedTransport(home);
  try {
    const onError = (error: unknown): void => {
      context.printNotice(error instanceof Error ? (error.stack ?? error.message) : String(error));
    };
    const server = await startApiServer({ ...address, transport, authString, onError });
    context.print(`The Prefect server serves ${transport.describe()} at ${server.apiUrl}`);
    printHint(context, server.apiUrl);
    await interrupted.promise;
    await server.close();
    context.print("Server stopped!");
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
    await transport.close();
  }
}

function printHint(context: CliContext, apiUrl: string): void {
  if (context.settings().apiUrl === apiUrl) return;
  context.print(`Configure clients with \`${commandLine(`config set ${quote(`PREFECT_API_URL=${apiUrl}`)}`)}\`.`);
}
