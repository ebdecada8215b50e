import type { StartDiagnosis } from "./diagnose-start.ts";

/** Judges how long to wait for a Job that does not start. */
export interface StartPatience {
  /** Told of every look at the Job, in order: the diagnosis that ends it, or `null` while there is hope. */
  judge(diagnosis: StartDiagnosis | null): StartDiagnosis | null;
}

/** An autoscaler, which looks every 10 s by default, says what it makes of a pod within this time. */
const autoscalerMilliseconds = 30_000;
/** A registry that does not answer is asked again by the node, after 10 s and after 20 s more. */
const registryMilliseconds = 35_000;

/** A cluster that is merely full is waited for: how long is the run's own matter. */
export function createStartPatience(now: () => number = () => performance.now()): StartPatience {
  let troubled: { readonly cause: string; readonly since: number } | null = null;
  return {
    judge(diagnosis) {
      if (diagnosis === null || diagnosis.ends === "now") return diagnosis;
      const limit = limitOf(diagnosis);
      if (limit === null) {
        troubled = null;
        return null;
      }
      if (troubled?.cause !== diagnosis.cause) troubled = { cause: diagnosis.cause, since: now() };
      return now() - troubled.since >= limit ? diagnosis : null;
    },
  };
}

function limitOf({ ends, cause }: StartDiagnosis): number | null {
  if (ends === "soon") return autoscalerMilliseconds;
  return cause === "image-pull" ? registryMilliseconds : null;
}
