import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A base job template that lacks one of its two halves. */
export class InvalidBaseJobTemplateError extends PrefectError {
  readonly place: string;

  constructor({ place, reason }: { place: string; reason: string }) {
    super(
      `The base job template of ${place} ${reason}. Start again from the default: ` +
        `${commandLine("work-pool get-default-base-job-template --type TYPE")}.`,
    );
    this.place = place;
  }
}
