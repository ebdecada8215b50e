import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { DefinitionSite } from "./definition-site.ts";
import type { FlowRunSummary } from "./flow-run.ts";
import type { BuiltInSerializerType, Serializer } from "./serializer.ts";
import type { State } from "./state.ts";

/** Any function, however it is typed. */
export type AnyFunction = (...args: never[]) => unknown;

/** The parameters of a flow by name, as its function declares them. */
export type NamedParameters = Readonly<Record<string, unknown>>;

/** Called when a run of the flow enters a state; what it throws is logged and changes nothing. */
export type FlowHook = (flow: FlowDefinition, flowRun: FlowRunSummary, state: State) => void | Promise<void>;

/** How a flow is run, wherever it runs. */
export interface FlowOptions {
  /** Default: the function's name, else that of the variable or property it is assigned to, else `file:line`. */
  readonly name?: string;
  /** Default: a hash of the source file. */
  readonly version?: string;
  readonly description?: string;
  /** Name of each run: a template such as `"train-{dataset}"`, or a function of the parameters. Default: generated. */
  readonly flowRunName?: string | ((parameters: NamedParameters) => string);
  readonly tags?: readonly string[];
  /** How often the function is run again in the same process after it failed. Default: 0. */
  readonly retries?: number;
  /** Pause before each retry, in seconds: one number, one per retry (the last repeats), or a function of the retry's number from 1. Default: 0. */
  readonly retryDelaySeconds?: number | readonly number[] | ((retry: number) => number);
  /** After this many seconds the run's `signal` aborts and the run ends `TimedOut`. Default: no limit. */
  readonly timeoutSeconds?: number;
  /** Whether the return value is kept in result storage. Default: as Prefect decides, and always for a remote run. */
  readonly persistResult?: boolean;
  /** Where results go: a block (`"s3-bucket/results"` or a saved block). Default: the work pool's result storage. */
  readonly resultStorage?: string | ResultStorageBlock;
  /** A built-in serializer, or one of the program's own. Default: `json` for plain values, else `tagged-json`. */
  readonly resultSerializer?: ResultSerializer;
  /** Whether what the function prints goes to the run's log. Default: false here, true in a remote run. */
  readonly logPrints?: boolean;
  /**
   * How variables at the top level of the flow's file travel. `snapshot`: as the value that they had when the flow was
   * submitted, as far as that is data. `reevaluate`: by their initialiser, which runs again where the flow runs. Default:
   * those whose initialiser runs a flow, awaits, or asks the machine (files, clock, chance, command line) as their value,
   * all others by their initialiser. What reads `process.env` is always read again.
   */
  readonly globals?: "snapshot" | "reevaluate";
  readonly onRunning?: readonly FlowHook[];
  readonly onCompletion?: readonly FlowHook[];
  readonly onFailure?: readonly FlowHook[];
  readonly onCancellation?: readonly FlowHook[];
  readonly onCrashed?: readonly FlowHook[];
}

/** A flow whose one object parameter is described by a Standard Schema (zod, valibot, arktype, ...). */
export interface FlowOptionsWithParameters<Schema extends StandardSchemaV1> extends FlowOptions {
  /** Validated where the flow is called, for an early error; parsed once where it runs. */
  readonly parameters: Schema;
}

/** How a result is stored. */
export type ResultSerializer = BuiltInSerializerType | Serializer;

/** A saved block that can hold results. */
export interface ResultStorageBlock {
  readonly blockTypeSlug: string;
  readonly blockDocumentId: string;
}

/** What `flow()` recorded; reachable from every flow under `"~flow"`. */
export interface FlowDefinition {
  readonly name: string;
  readonly fn: AnyFunction;
  /** Of a decorated method, whose `fn` here is called on the receiver. */
  readonly method?: FlowMethod;
  readonly options: FlowOptions & { readonly parameters?: StandardSchemaV1 };
  /** Which of the options `withOptions` put over those in the source; they travel beside the code. */
  readonly changes: FlowOptions;
  /** The declared parameters in order; a destructured one is named `arg<index>`. Arguments beyond them are dropped. */
  readonly parameterNames: readonly string[];
  /** Whether the last declared parameter collects the rest, as `(...items)` does. */
  readonly hasRestParameter: boolean;
  readonly site: DefinitionSite;
}

/** A method that `@flow()` made a flow of. */
export interface FlowMethod {
  /** As the class declares it. */
  readonly fn: AnyFunction;
  /** Its `this`. */
  readonly receiver: object;
  /** Whether the receiver is the very class that declares it as a static method. */
  readonly isOwner: boolean;
}

/** Marks what `flow()` returned, in types and at run time. */
export interface FlowBrand {
  readonly "~flow": FlowDefinition;
}

/** The function that a flow wraps. */
export type FunctionOf<W> = W extends { readonly fn: infer F extends AnyFunction } ? F : never;

/** What awaiting the function gives. */
export type ResultOf<F extends AnyFunction> = Awaited<ReturnType<F>>;

/** The function itself where it already returns a promise, so that generics and overloads survive; else its promised form. */
export type Promised<F extends AnyFunction> = F extends (...args: never[]) => Promise<unknown>
  ? F
  : (...args: Parameters<F>) => Promise<ResultOf<F>>;

/** A flow that runs in this process when it is called. */
export type Flow<F extends AnyFunction> = Promised<F> &
  FlowBrand & {
    /** The undecorated function. */
    readonly fn: F;
    /** A copy of this flow with other options; an option that is not given stays as it is. */
    withOptions(options: FlowOptions): Flow<F>;
  };
