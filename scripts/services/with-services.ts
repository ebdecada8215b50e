import { type RunningService, type ServiceName, services } from "./service.ts";

/** What this machine lacks for the first of the services that it cannot start; `null` when nothing. */
export async function whatServicesLack(names: readonly ServiceName[]): Promise<string | null> {
  for (const name of names) {
    const lacking = await services[name].lacks();
    if (lacking !== null) return lacking;
  }
  return null;
}

/** Starts the services, runs something with the variables by which they are found, and stops them, whatever happens. */
export async function withServices(
  names: readonly ServiceName[],
  run: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const running: RunningService[] = [];
  try {
    for (const name of names) {
      await services[name].prepare();
      running.push(await services[name].start());
    }
    await run(Object.assign({}, ...running.map((service) => service.env)));
  } finally {
    await Promise.all(running.map((service) => service.stop()));
  }
}
