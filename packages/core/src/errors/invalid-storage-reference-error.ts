import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A storage reference whose arguments do not say where the storage is. */
export class InvalidStorageReferenceError extends PrefectError {
  readonly module: string;
  readonly argument: string;

  constructor({ module, argument, reason }: { module: string; argument: string; reason: string }) {
    super(
      `The storage reference "${module}" is not valid: its argument "${argument}" ${reason}. ` +
        `Configure the work pool's storage again: ${commandLine("work-pool storage configure --help")}.`,
    );
    this.module = module;
    this.argument = argument;
  }
}
