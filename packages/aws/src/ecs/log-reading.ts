import { setTimeout as delay } from "node:timers/promises";
import type { InfrastructureEvent } from "prefect-core/provider";
import type { EcsApi, LogStreamName } from "./ecs-api.ts";
import { patiently, silenceMilliseconds } from "./ecs-patience.ts";

/** CloudWatch allows so many requests of an account per second, of which this process takes a part. */
const millisecondsPerRequest = 200;

/** Has the requests of a process wait for each other. */
export interface LogPace {
  turn(signal: AbortSignal): Promise<void>;
}

export function createLogPace(): LogPace {
  let next = 0;
  return {
    async turn(signal) {
      const now = performance.now();
      const at = Math.max(now, next);
      next = at + millisecondsPerRequest;
      if (at > now) await delay(at - now, undefined, { signal });
    },
  };
}

type OutputEvent = Extract<InfrastructureEvent, { readonly kind: "output" }>;

/** A stream and how far it has been read. */
export interface LogReading {
  /** What has come since the last reading. Rejects where CloudWatch refuses to tell. */
  readNew(signal: AbortSignal): AsyncGenerator<OutputEvent, void, undefined>;
}

export function createLogReading(
  { api, pace }: { readonly api: EcsApi; readonly pace: LogPace },
  stream: LogStreamName,
): LogReading {
  let token: string | null = null;
  return {
    async *readNew(signal) {
      for (;;) {
        await pace.turn(signal);
        const page = await patiently(() => api.readLogPage(stream, token), signal, silenceMilliseconds);
        if (page === null) return;
        for (const { timestamp, message } of page.events) {
          // The service does not tell the streams apart.
          yield { kind: "output", timestamp: new Date(timestamp), stream: "stdout", line: message };
        }
        const isEnd = page.nextToken === null || page.nextToken === token;
        token = page.nextToken ?? token;
        if (isEnd) return;
      }
    },
  };
}
