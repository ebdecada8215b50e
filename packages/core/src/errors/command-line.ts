/**
 * A command of ours as a reader can paste it anywhere: `npx prefect` would fetch a stranger's package outside a
 * project, and inside one may start Prefect's Python command.
 */
export function commandLine(rest: string): string {
  return `npx prefect-core ${rest}`;
}
