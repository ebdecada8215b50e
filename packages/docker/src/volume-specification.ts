/** A volume as `-v` of Docker's command line takes it. */
export interface VolumeSpecification {
  /** A path of the engine's host or the name of a volume; `null` for a volume that has no name. */
  readonly source: string | null;
  readonly target: string;
  readonly mode: "ro" | "rw" | null;
}

const windowsSource = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** Throws an `Error` with Prefect's words for what is wrong. */
export function parseVolumeSpecification(specification: unknown): VolumeSpecification {
  if (typeof specification !== "string") throw new Error("Invalid volume specification: must be a string");
  const text = specification.trim();
  if (text === "") throw new Error("Invalid volume specification: cannot be empty");
  const [source, target, mode, ...more] = splitSpecification(text);
  if (target === undefined) {
    if (!text.startsWith("/")) throw new Error(`Invalid volume specification: ${specification}`);
    return { source: null, target: text, mode: null };
  }
  if (source === undefined || source === "" || more.length > 0) {
    throw new Error(`Invalid volume specification: ${specification}`);
  }
  const isPath = source.startsWith("/") || windowsSource.test(source);
  if (!isPath && /[\\/]/.test(source)) throw new Error(`Invalid volume name: ${source}`);
  if (!target.startsWith("/")) throw new Error("For bind mounts, container path must be absolute");
  if (mode !== undefined && mode !== "ro" && mode !== "rw") {
    throw new Error(`Invalid volume option: '${mode}'. Must be 'ro' or 'rw'`);
  }
  return { source, target, mode: mode ?? null };
}

/** At its colons, save the one of a Windows drive. */
function splitSpecification(text: string): string[] {
  if (!/^[A-Za-z]:[\\/]/.test(text)) return text.split(":");
  const [path = "", ...rest] = text.slice(2).split(":");
  return [text.slice(0, 2) + path, ...rest];
}
