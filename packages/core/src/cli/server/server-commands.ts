import type { Command } from "commander";
import { nonNegativeIntegerArgument } from "../output/number-argument.ts";
import { outputOption } from "../output/output-option.ts";
import type { ContextSource } from "../program.ts";

export function addServerCommands(program: Command, context: ContextSource): void {
  const server = program
    .command("server")
    .description("Start a Prefect server instance over the embedded control plane.");
  server
    .command("start")
    .description("Start a Prefect server instance.")
    .option("--host <address>", "Address to listen on. Default: PREFECT_SERVER_API_HOST.")
    .option("--port <number>", "Port to listen on. Default: PREFECT_SERVER_API_PORT.", nonNegativeIntegerArgument)
    .option("-b, --background", "Run in the background.")
    .action(async (options) => (await import("./start-server.ts")).startServer(context(), options));
  server
    .command("status")
    .description("Check the status of the Prefect server.")
    .option("--wait", "Wait for the server to become available before returning.")
    .option("-t, --timeout <seconds>", "Give up waiting after this long; 0 for never.", nonNegativeIntegerArgument, 0)
    .addOption(outputOption())
    .action(async (options) => (await import("./show-server-status.ts")).showServerStatus(context(), options));
  server
    .command("stop")
    .description("Stop a Prefect server instance running in the background.")
    .action(async () => (await import("./stop-server.ts")).stopServer(context()));
}
