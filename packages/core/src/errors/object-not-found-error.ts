import { PrefectApiError } from "./prefect-api-error.ts";

/** What a request named does not exist. */
export class ObjectNotFoundError extends PrefectApiError {}
