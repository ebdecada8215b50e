/** What `/proc/<pid>/stat` tells of a process. */
export interface ProcessStatus {
  readonly groupId: number;
  /** In clock ticks since the machine started. */
  readonly startTime: string;
  /** Whether nothing is left of it but its exit code. */
  readonly hasEnded: boolean;
}

/** `null` for any other text. The command's name, in parentheses, may itself hold spaces and parentheses. */
export function parseProcessStatus(text: string): ProcessStatus | null {
  const end = text.lastIndexOf(")");
  if (end === -1) return null;
  const fields = text
    .slice(end + 2)
    .trim()
    .split(" ");
  const [state, groupId, startTime] = [fields[0], fields[2], fields[19]];
  if (state === undefined || startTime === undefined) return null;
  return { groupId: Number(groupId), startTime, hasEnded: /[ZX]/.test(state) };
}
