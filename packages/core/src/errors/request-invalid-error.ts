import { PrefectApiError } from "./prefect-api-error.ts";

/** The control plane found fault with the content of a request; `detail` names each fault and where it is. */
export class RequestInvalidError extends PrefectApiError {}
