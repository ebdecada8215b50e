import { PrefectError } from "./prefect-error.ts";

/** `bound()` was given something that is not bound to infrastructure, or a method without its instance. */
export class UnboundMethodError extends PrefectError {
  constructor({ received, mend }: { readonly received: string; readonly mend: string }) {
    super(`bound() gives the handle of a method that runs on infrastructure, and got ${received}. ${mend}`);
  }
}
