import { PrefectError } from "./prefect-error.ts";

/**
 * From here nobody can tell how an infrastructure is. Launchers throw this, or a class of theirs that extends it, where
 * waiting or trying again will not help any more. A run that was reached from here counts as lost then; one that never
 * was is left as it is.
 */
export class InfrastructureUnreachableError extends PrefectError {}
