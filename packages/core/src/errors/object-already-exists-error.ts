import { PrefectApiError } from "./prefect-api-error.ts";

/** A request would have made what exists already. */
export class ObjectAlreadyExistsError extends PrefectApiError {}
