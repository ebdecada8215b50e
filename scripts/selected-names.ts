import { TaskError } from "./task.mjs";

/** A name on the command line that nothing bears; lists those that there are. */
export class UnknownNameError extends TaskError {
  constructor({ kind, name, available }: { kind: string; name: string; available: readonly string[] }) {
    const listed = available.length === 0 ? "there is none yet" : `there are: ${available.join(", ")}`;
    super(`No ${kind} "${name}"; ${listed}.`);
  }
}

/** The names that were asked for, or all of them when none was. */
export function selectNames(kind: string, asked: readonly string[], available: readonly string[]): readonly string[] {
  for (const name of asked) {
    if (!available.includes(name)) throw new UnknownNameError({ kind, name, available });
  }
  return asked.length === 0 ? available : asked;
}
