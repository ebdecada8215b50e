import { PrefectError } from "prefect-core/provider";

/** A custom job that was cancelled did not end. */
export class CustomJobNotEndedError extends PrefectError {
  /** `projects/P/locations/R/customJobs/NUMBER` */
  readonly job: string;
  /** Its last state: `JOB_STATE_CANCELLING`. */
  readonly state: string;

  constructor({ name, state, patienceSeconds }: { name: string; state: string; patienceSeconds: number }) {
    super(
      `The custom job ${name} was cancelled and is still ${state} after ${patienceSeconds} s. It goes on costing: look at ` +
        `it with \`gcloud ai custom-jobs describe ${name}\`, and cancel it again.`,
    );
    this.job = name;
    this.state = state;
  }
}
