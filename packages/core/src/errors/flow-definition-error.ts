import { PrefectError } from "./prefect-error.ts";

/** `flow()` was called with something else than a function, or options and a function. */
export class FlowDefinitionError extends PrefectError {
  constructor({ received }: { readonly received: string }) {
    super(
      `flow() takes a function, or options and a function: flow({ retries: 2 }, async () => {}). It got ${received}.`,
    );
  }
}
