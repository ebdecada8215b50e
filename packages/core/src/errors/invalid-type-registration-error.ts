import { PrefectError } from "./prefect-error.ts";

/** `registerType()` was called with something that cannot be registered. */
export class InvalidTypeRegistrationError extends PrefectError {
  readonly className: string;

  constructor(details: { readonly className: string; readonly reason: string }) {
    super(`registerType: ${details.className} ${details.reason}`);
    this.className = details.className;
  }
}
