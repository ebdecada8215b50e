import { activeRun } from "./active-run.ts";
import { getRunLogger } from "./run-logger.ts";

const printers = { log: "info", info: "info", debug: "debug", warn: "warn", error: "error" } as const;
type Printer = keyof typeof printers;

let runsThatLogPrints = 0;
let originals: Pick<Console, Printer> | null = null;

/**
 * While `body` runs, `console` lines of runs with `logPrints` go to the run's log instead; those of others are printed
 * as ever, however the runs overlap.
 */
export async function withLoggedPrints<T>(body: () => Promise<T>): Promise<T> {
  if (runsThatLogPrints === 0) divertConsole();
  runsThatLogPrints += 1;
  try {
    return await body();
  } finally {
    runsThatLogPrints -= 1;
    if (runsThatLogPrints === 0 && originals !== null) {
      Object.assign(console, originals);
      originals = null;
    }
  }
}

function divertConsole(): void {
  const { log, info, debug, warn, error } = console;
  const printed: Pick<Console, Printer> = { log, info, debug, warn, error };
  originals = printed;
  for (const printer of Object.keys(printers) as Printer[]) {
    console[printer] = (...line: unknown[]): void => {
      if (activeRun()?.logPrints !== true) return printed[printer].apply(console, line);
      const [first = "", ...details] = line;
      const logger = getRunLogger();
      if (typeof first === "string") logger[printers[printer]](first, ...details);
      else logger[printers[printer]]("%O", ...line);
    };
  }
}
