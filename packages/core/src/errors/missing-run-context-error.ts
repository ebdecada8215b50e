import { PrefectError } from "./prefect-error.ts";

/** Something was asked for that exists only while a flow runs. */
export class MissingRunContextError extends PrefectError {
  constructor({ asked }: { readonly asked: string }) {
    super(`${asked} was called outside a flow run. Call it in a flow, or in what a flow awaits.`);
  }
}
