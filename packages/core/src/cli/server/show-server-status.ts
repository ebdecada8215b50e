import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../../errors/command-error.ts";
import { commandLine } from "../../errors/command-line.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { readBackgroundServer } from "./background-server.ts";

interface StatusOptions extends OutputOptions {
  readonly wait?: boolean;
  /** Seconds; 0 for no limit. */
  readonly timeout: number;
}

const LOOK_MILLISECONDS = 500;

/** `prefect server status`: of the server that `PREFECT_API_URL` names, else of the one in the background. */
export async function showServerStatus(context: CliContext, { wait, timeout, output }: StatusOptions): Promise<void> {
  const settings = context.settings();
  const apiUrl = settings.apiUrl ?? (await readBackgroundServer(settings.home))?.apiUrl ?? null;
  if (apiUrl === null) {
    throw new CommandError({
      problem: "No server is configured, and none runs in the background.",
      mend: `Start one with \`${commandLine("server start --background")}\`, or set PREFECT_API_URL.`,
    });
  }
  const deadline = timeout === 0 ? Number.POSITIVE_INFINITY : Date.now() + timeout * 1000;
  const isAvailable = await answersUntil(apiUrl, wait === true ? deadline : 0);
  if (output === "json") context.printJson({ status: isAvailable ? "available" : "unavailable", api_url: apiUrl });
  if (!isAvailable) {
    throw new CommandError({
      problem: `The server at ${apiUrl} is unavailable.`,
      mend: "Check PREFECT_API_URL, and that the server runs.",
    });
  }
  if (output !== "json") context.print(context.paint("green", `The server at ${apiUrl} is available.`));
}

async function answersUntil(apiUrl: string, deadline: number): Promise<boolean> {
  while (!(await answers(apiUrl))) {
    if (Date.now() >= deadline) return false;
    await delay(LOOK_MILLISECONDS);
  }
  return true;
}

async function answers(apiUrl: string): Promise<boolean> {
  const response = await fetch(`${apiUrl}/health`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  await response?.body?.cancel();
  return response?.ok === true;
}
