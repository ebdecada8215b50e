const transientStatuses: ReadonlySet<number> = new Set([408, 429, 502, 503]);

/** Whether an answer of this status may be another one later. */
export function isRetryable(status: number, extraStatuses: readonly number[]): boolean {
  return transientStatuses.has(status) || extraStatuses.includes(status);
}

export interface RetryDelayInput {
  /** From 1. */
  readonly attempt: number;
  /** The header: seconds, or a date. */
  readonly retryAfter: string | null;
  readonly jitterFactor: number;
  /** From 0 to 1. */
  readonly random: number;
  /** Default: now. */
  readonly now?: Date;
}

const longestDelaySeconds = 60;

/**
 * Seconds to wait before a request is sent again: what the server asks for and up to the jitter more, else 2, 4, 8, ...
 * spread by the jitter to both sides.
 */
export function retryDelaySeconds({ attempt, retryAfter, jitterFactor, random, now }: RetryDelayInput): number {
  const asked = retryAfter === null ? null : parseRetryAfter(retryAfter, now ?? new Date());
  if (asked !== null) return asked * (1 + jitterFactor * random);
  return Math.min(2 ** attempt, longestDelaySeconds) * (1 + jitterFactor * (2 * random - 1));
}

function parseRetryAfter(text: string, now: Date): number | null {
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, (date - now.getTime()) / 1000);
}
