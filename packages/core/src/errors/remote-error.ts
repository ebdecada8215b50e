import { PrefectError } from "./prefect-error.ts";

/**
 * Stands for an error of a class that this process does not know. It has the original's name, message, stack, cause
 * and own fields; `registerType()` makes the class known, so that the original comes back instead.
 */
export class RemoteError extends PrefectError {
  /** The class of the original, which may differ from its `name`. */
  readonly className: string;

  constructor(details: { readonly className: string; readonly name: string; readonly message: string }) {
    super(details.message);
    this.className = details.className;
    Object.defineProperty(this, "className", { enumerable: false });
    Object.defineProperty(this, "name", { value: details.name, writable: true, configurable: true, enumerable: false });
  }
}
