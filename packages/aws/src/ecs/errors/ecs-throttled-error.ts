import { EcsApiError, type EcsApiErrorFields } from "./ecs-api-error.ts";

/** AWS took no request of this kind for so long that there is no sense in asking on: the account's rate is used up. */
export class EcsThrottledError extends EcsApiError {
  constructor(fields: Omit<EcsApiErrorFields, "hint">) {
    super({
      ...fields,
      hint:
        " The account asks more often than AWS allows it there. Start fewer runs at once (`map` takes a `concurrency`), " +
        "look for what else uses the account, or ask for a higher rate in Service Quotas.",
    });
  }
}
