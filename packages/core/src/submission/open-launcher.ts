import type { InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { Launcher } from "../contracts/launcher.ts";

type LauncherSource = Pick<InfrastructureType<never, unknown>, "type" | "createLauncher">;

const launchers = new Map<string, Promise<Launcher<unknown>>>();

/** The launcher of an infrastructure type, made at the first launch: one per process, so that its SDK, connections and polls are shared. */
export function openLauncher({ type, createLauncher }: LauncherSource): Promise<Launcher<unknown>> {
  const known = launchers.get(type);
  if (known !== undefined) return known;
  const opening = createLauncher();
  launchers.set(type, opening);
  opening.catch(() => launchers.delete(type));
  return opening;
}
