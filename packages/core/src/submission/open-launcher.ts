import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import type { Launcher } from "../contracts/launcher.ts";

type LauncherSource = Pick<
  InfrastructureType<CommonInfrastructureOptions, unknown>,
  "type" | "createLauncher" | "connectionOf"
>;

const launchers = new Map<string, Promise<Launcher<unknown>>>();

/**
 * The launcher of an infrastructure type, made at the first launch: one per process and connection, so that its SDK,
 * connections and polls are shared.
 */
export function openLauncher(
  { type, createLauncher, connectionOf }: LauncherSource,
  configuration: unknown,
): Promise<Launcher<unknown>> {
  const place = `${type} ${connectionOf?.(configuration) ?? ""}`;
  const known = launchers.get(place);
  if (known !== undefined) return known;
  const opening = createLauncher(configuration);
  launchers.set(place, opening);
  opening.catch(() => launchers.delete(place));
  return opening;
}
