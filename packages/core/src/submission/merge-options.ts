import type { CommonInfrastructureOptions, InfrastructureType } from "../contracts/infrastructure-type.ts";
import { checkInfrastructureOptions } from "../infrastructure/infrastructure-options.ts";

type Changes<Options> = { readonly [K in keyof Options]?: Options[K] | null };

/** Options with others over them: objects are merged key by key, `null` clears an option. */
export function mergeInfrastructureOptions<Options extends CommonInfrastructureOptions>(
  { type, optionNames }: Pick<InfrastructureType<Options, unknown>, "type" | "optionNames">,
  options: Options,
  changes: Changes<Options> = {},
): Options {
  const merged = mergeKeys(options, changes) as Options;
  checkInfrastructureOptions(type, merged, optionNames);
  return merged;
}

function mergeKeys(base: object, changes: object): object {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, change] of Object.entries(changes)) {
    const earlier = merged[key];
    if (change === undefined) continue;
    if (change === null) delete merged[key];
    else merged[key] = isPlainObject(change) && isPlainObject(earlier) ? { ...earlier, ...change } : change;
  }
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
