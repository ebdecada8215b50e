import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A base job template uses variables that it does not declare. */
export class UndeclaredTemplateVariablesError extends PrefectError {
  readonly place: string;
  readonly names: readonly string[];

  constructor({ place, names }: { place: string; names: readonly string[] }) {
    super(
      `The base job template of ${place} uses ${names.map((name) => `'${name}'`).join(", ")} in its job_configuration ` +
        `without declaring ${names.length === 1 ? "it" : "them"} under variables.properties. Declare ` +
        `${names.length === 1 ? "it" : "them"} there and save the template: ` +
        `${commandLine("work-pool update NAME --base-job-template FILE")}.`,
    );
    this.place = place;
    this.names = names;
  }
}
