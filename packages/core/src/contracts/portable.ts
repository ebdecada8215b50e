import type { AnyFunction } from "./flow.ts";

/** Replaced by the compile-time check of parameters and results. */
export type Portable<F extends AnyFunction> = F extends AnyFunction ? unknown : never;
