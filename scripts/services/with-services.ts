import { type RunningService, type ServiceName, services } from "./service.ts";

/** What this machine lacks for the first of the services that it cannot start; `null` when nothing. */
export async function whatServicesLack(names: readonly ServiceName[]): Promise<string | null> {
  for (const name of names) {
    const lacking = await services[name].lacks();
    if (lacking !== null) return lacking;
  }
  return null;
}

/** Services that are started when they are first needed, each once, and stopped together. */
export interface ServicePool {
  /** The variables by which the services are found, once all of them run. */
  environment(names: readonly ServiceName[]): Promise<Readonly<Record<string, string>>>;
}

/** Runs something that needs services, and stops those that it started, whatever happens. */
export async function withServicePool(run: (pool: ServicePool) => Promise<void>): Promise<void> {
  const running = new Map<ServiceName, Promise<RunningService>>();

  function ensure(name: ServiceName): Promise<RunningService> {
    const known = running.get(name);
    if (known !== undefined) return known;
    const starting = startService(name);
    running.set(name, starting);
    return starting;
  }

  try {
    await run({
      async environment(names) {
        const started = await Promise.all(names.map(ensure));
        return Object.assign({}, ...started.map((service) => service.env)) as Readonly<Record<string, string>>;
      },
    });
  } finally {
    const settled = await Promise.allSettled(running.values());
    await Promise.all(settled.map((service) => (service.status === "fulfilled" ? service.value.stop() : undefined)));
  }
}

async function startService(name: ServiceName): Promise<RunningService> {
  await services[name].prepare();
  return await services[name].start();
}
