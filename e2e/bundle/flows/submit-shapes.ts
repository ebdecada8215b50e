import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { localProcess } from "prefect-core";
import { docker } from "prefect-docker";

/**
 * Imports scripts as a user would run them, and runs the flow of each elsewhere. Arguments: what to run on, a file for
 * the answers, and the scripts. `trip` is known to this process alone: whatever calls it elsewhere fails there.
 */
const [infrastructure, answersFile = "", ...scripts] = process.argv.slice(2);
const atOnce = 3;

type Callable = (n: number) => Promise<unknown>;
const global = globalThis as { handle?: Callable | undefined; trip?: () => void };
global.trip = () => undefined;

const answers: Record<string, unknown> = {};
const waiting = scripts.values();

async function run(flow: Callable, script: string): Promise<void> {
  try {
    answers[script] = { result: await onInfrastructure(flow)(20) };
  } catch (error) {
    answers[script] = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function onInfrastructure(flow: Callable): Callable {
  if ("submit" in flow || !("~flow" in flow)) return flow;
  return infrastructure === "docker" ? docker()(flow as never) : localProcess()(flow as never);
}

async function runNext(): Promise<void> {
  for (const script of waiting) {
    try {
      const flow = await load(script);
      await run(flow, script);
    } catch (error) {
      answers[script] = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }
}

/** One after the other, because a script leaves its flow in a global. */
let loading: Promise<unknown> = Promise.resolve();
function load(script: string): Promise<Callable> {
  const loaded = loading.then(async () => {
    global.handle = undefined;
    await import(pathToFileURL(script).href);
    if (global.handle === undefined) throw new Error("The script leaves no flow.");
    return global.handle;
  });
  loading = loaded.catch(() => undefined);
  return loaded;
}

await Promise.all(Array.from({ length: atOnce }, runNext));
writeFileSync(answersFile, JSON.stringify(answers));
