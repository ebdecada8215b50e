import type { InfrastructureEvent } from "prefect-core/provider";
import type { LogPoller } from "../google/log-poller.ts";
import { createNews } from "../google/news.ts";
import type { CustomJobReference } from "./custom-job-reference.ts";
import { followOutput, type JobOutput } from "./job-output.ts";
import type { JobPoller } from "./job-poller.ts";
import { lostExit, toJobPhase } from "./map-vertex-ai-status.ts";

export interface WatchSurroundings {
  readonly poller: JobPoller;
  readonly logs: LogPoller;
  readonly settlingMilliseconds: number;
}

/** A job that two looks in succession do not find is gone. */
const missingLooks = 2;

/** All output from the start, then what follows, then the exit. Any number of watchers, in any process. */
export async function* watchCustomJob(
  { poller, logs, settlingMilliseconds }: WatchSurroundings,
  reference: CustomJobReference,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<InfrastructureEvent, void, undefined> {
  signal.throwIfAborted();
  using subscription = poller.subscribe(reference);
  using news = createNews(subscription, signal);
  const told = new Set<string>();
  let output: JobOutput | null = null;
  try {
    for (let missing = 0; ;) {
      const job = await news.next();
      if (output !== null) yield* output.take();
      // Only lines came in.
      if (job === undefined) continue;
      if (job === null) {
        missing += 1;
        if (missing < missingLooks) continue;
        yield lostExit(reference.name);
        return;
      }
      missing = 0;
      const phase = toJobPhase(job, new Date());
      if (phase.kind === "starting") {
        if (!told.has(phase.reason)) yield { kind: "starting", timestamp: new Date(), reason: phase.reason };
        told.add(phase.reason);
        continue;
      }
      if (phase.startedAt !== null && output === null) {
        yield { kind: "running", timestamp: phase.startedAt };
        output = followOutput(logs, reference, { settlingMilliseconds, onChange: news.wake });
      }
      if (phase.kind === "ended") {
        if (output !== null) yield* output.drain(signal);
        yield phase.exit;
        return;
      }
    }
  } finally {
    output?.[Symbol.dispose]();
  }
}
