import type { AnyFunction, FlowBrand, FlowOptions, FunctionOf, Promised, ResultOf } from "./flow.ts";
import type { FlowRunFuture } from "./flow-run-future.ts";
import type { FlowRunReference } from "./flow-run.ts";
import type { MapOptions, MapRun } from "./map-run.ts";
import type { Plan } from "./plan.ts";
import type { Portable } from "./portable.ts";
import type { RunOptions } from "./run-options.ts";

/** The one argument of a function that can be called with one, else `never`. */
type OneArgument<A extends readonly unknown[]> = A extends readonly []
  ? never
  : A extends readonly [unknown, unknown, ...unknown[]]
    ? never
    : A extends readonly [infer P, ...unknown[]]
      ? P
      : A extends readonly [(infer P)?, ...unknown[]]
        ? P
        : never;

type Items<T> = Iterable<T> | AsyncIterable<T>;

/** Other flow options and other infrastructure for the same function, merged key by key; `null` clears an infrastructure option. */
export interface BoundFlowChanges<O> {
  readonly flow?: FlowOptions;
  readonly infrastructure?: { readonly [K in keyof O]?: O[K] | null };
}

export interface BoundMethods<F extends AnyFunction, O> {
  /** Starts a run on the infrastructure and returns as soon as that exists. */
  submit(...args: Parameters<F>): Promise<FlowRunFuture<ResultOf<F>>>;
  /**
   * Uploads a run and leaves it to a worker of the work pool (`prefect worker start --pool NAME`), here or elsewhere;
   * returns once it is scheduled. Needs storage that the workers reach too. Secrets of this process's environment, and
   * patches that are functions, cannot be given to a worker.
   */
  submitToWorkPool(...args: Parameters<F>): Promise<FlowRunFuture<ResultOf<F>>>;
  /** One run per item. */
  map<const T extends OneArgument<Parameters<F>>>(items: Items<T>, options?: MapOptions): MapRun<T, ResultOf<F>>;
  map<T>(
    items: Items<T>,
    toArguments: (item: T, index: number) => Parameters<F>,
    options?: MapOptions,
  ): MapRun<T, ResultOf<F>>;
  /** What a call would create, rendered; nothing is created. */
  plan(...args: Parameters<F>): Promise<Plan>;
  /** The flow itself, run in this process. */
  readonly local: Promised<F>;
  /** Runs an ended run again as a new attempt, with its parameters and the code as it is now. */
  retry(run: string | FlowRunReference): Promise<ResultOf<F>>;
  /** The future of a run that another call, or another process, started. */
  attach(run: string | FlowRunReference): FlowRunFuture<ResultOf<F>>;
  /** The same flow with options for the calls made through what this returns. */
  with(options: RunOptions): BoundFlow<F, O>;
  withOptions(changes: BoundFlowChanges<O>): BoundFlow<F, O>;
}

/** A flow bound to infrastructure: the function, promised, and what can be done with it. */
export type BoundFlow<F extends AnyFunction, O = unknown> = Promised<F> & BoundMethods<F, O>;

/** Options of a decorator. A flow in their place is refused with a word on where it goes. */
export type DecoratorOptions<O> = O & {
  readonly "~flow"?: "Call the decorator first, then bind the flow: decorator(options)(flow(fn))";
};

/**
 * What `docker(options)` and its kin return: applied to a flow, it binds it, and above `@flow()` it binds a method. A
 * function that is no flow is refused with a property that none has, whose type says what to do.
 */
export interface InfrastructureDecorator<O> {
  <W extends AnyFunction>(
    flow: W &
      (W extends FlowBrand
        ? Portable<FunctionOf<W>>
        : { readonly "is not a flow": "Wrap the function in flow(): decorator(options)(flow(fn))" }),
  ): BoundFlow<FunctionOf<W>, O>;
  <This, Arguments extends never[], Result>(
    method: (this: This, ...args: Arguments) => Promise<Result>,
    context: ClassMethodDecoratorContext<This, (this: This, ...args: Arguments) => Promise<Result>>,
  ): (this: This, ...args: Arguments) => Promise<Result>;
}
