import { PrefectError } from "./prefect-error.ts";

/**
 * From here nobody can tell how an infrastructure is: its run is left as it is. Launchers throw this, or a class of
 * theirs that extends it, where waiting or trying again will not help.
 */
export class InfrastructureUnreachableError extends PrefectError {}
