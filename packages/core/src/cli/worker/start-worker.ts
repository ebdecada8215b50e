import { CommandError } from "../../errors/command-error.ts";
import { runWorker, type WorkerHealth } from "../../worker/worker.ts";
import { startHealthServer } from "../../worker/health-server.ts";
import { checkWorkerName, defaultWorkerName } from "../../worker/worker-name.ts";
import type { WorkerReport } from "../../worker/worker-options.ts";
import type { CliContext } from "../cli-context.ts";
import { quote } from "../output/quote.ts";
import { ask } from "../question.ts";
import { findWorkerPool } from "./find-worker-pool.ts";
import type { InstallPolicy } from "./install-policy.ts";

interface StartOptions {
  readonly name?: string;
  readonly pool?: string;
  readonly workQueue?: readonly string[];
  readonly type?: string;
  readonly prefetchSeconds?: number;
  readonly runOnce?: boolean;
  readonly limit?: number;
  readonly withHealthcheck?: boolean;
  readonly installPolicy: InstallPolicy;
  readonly baseJobTemplate?: string;
  readonly createPoolIfNotFound: boolean;
}

/** Between so many looks for runs one has to have been answered, or the worker is no longer healthy. */
const HEALTHY_LOOKS = 30;

/** `prefect worker start --pool NAME`: until it is interrupted. */
export async function startWorker(context: CliContext, options: StartOptions): Promise<void> {
  const { limit, runOnce = false, workQueue = [] } = options;
  if (limit === 0) throw new CommandError({ problem: "--limit has to be at least 1, or no run would ever start." });
  const poolName = await requirePool(context, options.pool);
  if (options.name !== undefined) checkWorkerName(options.name);
  // What launches runs reads the settings of this process.
  const { profile } = context.settingsContext;
  if (profile !== undefined) process.env["PREFECT_PROFILE"] = profile;
  const settings = context.settings();
  const client = await context.openControlPlane();
  const { pool, type } = await findWorkerPool(context, client, { ...options, pool: poolName });
  await requireQueues(workQueue, async (name) => (await client.readWorkQueue(poolName, name)) !== null, poolName);
  if (pool.is_paused) {
    const warning = `The work pool ${quote(poolName)} is currently paused. This worker will not execute any flow runs until the work pool is unpaused.`;
    context.printNotice(context.paint("yellow", warning));
  }
  const name = options.name ?? defaultWorkerName(type.type);
  const querySeconds = settings.workerQuerySeconds;
  const health: WorkerHealth = { lastPolledAt: performance.now() };
  const patience = Math.max(querySeconds, 1) * HEALTHY_LOOKS * 1000;
  const isHealthy = (): boolean => performance.now() - health.lastPolledAt < patience;
  const { workerWebserverHost: host, workerWebserverPort: port } = settings;
  const server = options.withHealthcheck === true ? await startHealthServer({ host, port, isHealthy }) : null;
  if (server !== null) context.print(`Healthcheck at ${server.url}`);
  using stop = stopOnSignals(context);
  context.print(`Worker ${quote(name)} started!`);
  try {
    await runWorker(
      {
        client,
        infrastructure: type,
        workPool: poolName,
        name,
        workQueues: workQueue,
        limit: limit ?? null,
        prefetchSeconds: options.prefetchSeconds ?? settings.workerPrefetchSeconds,
        querySeconds,
        heartbeatSeconds: settings.workerHeartbeatSeconds,
        runOnce,
        signal: stop.signal,
        report: toReport(context),
      },
      health,
    );
  } finally {
    await server?.close();
  }
  context.print(`Worker ${quote(name)} stopped!`);
}

async function requirePool(context: CliContext, pool: string | undefined): Promise<string> {
  const given = pool ?? (context.isInteractive ? await ask(context, "Which work pool should this worker poll?") : "");
  if (given.trim() !== "") return given.trim();
  throw new CommandError({ problem: "Missing required option '--pool' / '-p'." });
}

/** A queue that is misspelled would never give a run. */
async function requireQueues(
  names: readonly string[],
  exists: (name: string) => Promise<boolean>,
  pool: string,
): Promise<void> {
  for (const name of names) {
    if (await exists(name)) continue;
    throw new CommandError({ problem: `Work pool ${quote(pool)} has no work queue ${quote(name)}.` });
  }
}

function toReport(context: CliContext): WorkerReport {
  return {
    info: (message) => context.print(message),
    warn: (message) => context.printNotice(context.paint("yellow", message)),
    error: (message) => context.printNotice(context.paint("red", message)),
  };
}

interface Stop extends Disposable {
  readonly signal: AbortSignal;
}

/** The first Ctrl-C lets the worker leave in order, a second one ends it at once. */
function stopOnSignals(context: CliContext): Stop {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
      return;
    }
    context.printNotice(
      "Stopping. Runs that are being launched are launched first; press Ctrl-C again to leave at once.",
    );
    controller.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onSignal);
    },
  };
}
