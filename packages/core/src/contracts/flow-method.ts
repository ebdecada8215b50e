import type { AnyFunction, FlowBrand } from "./flow.ts";

/** What a standard decorator of a method is told, as far as it matters here. */
export interface MethodContext {
  readonly kind: string;
  readonly name: string | symbol;
  readonly static: boolean;
  readonly private: boolean;
  addInitializer(initializer: (this: unknown) => void): void;
}

/** A method in whose place `@flow()`, and perhaps an infrastructure's decorator above it, put a function of its own. */
export interface DecoratedMethod {
  readonly "~method": {
    /** The flow whose function is called on the receiver: on an instance, or on the class of a static method. */
    of(receiver: unknown): AnyFunction;
    /** The class that declares a static method, once it is there; `undefined` of an instance's method. */
    owner(): unknown;
    /** Whether an infrastructure's decorator is among those that it has. */
    readonly isBound: boolean;
    /** The method with each of its flows bound, for a decorator above. */
    bind(bindFlow: (flow: FlowBrand) => AnyFunction, context: MethodContext): AnyFunction & DecoratedMethod;
  };
}

/** A method of a class as a decorator of TypeScript sees it. Its type stays as it is. */
export type MethodDecoratorOf = <This, Arguments extends never[], Result>(
  method: (this: This, ...args: Arguments) => Promise<Result>,
  context: ClassMethodDecoratorContext<This, (this: This, ...args: Arguments) => Promise<Result>>,
) => (this: This, ...args: Arguments) => Promise<Result>;

/** Whether a decorator's second argument is what standard decorators are given. */
export function isMethodContext(value: unknown): value is MethodContext {
  return typeof value === "object" && value !== null && "kind" in value && "addInitializer" in value;
}

export function isDecoratedMethod(value: unknown): value is AnyFunction & DecoratedMethod {
  return typeof value === "function" && "~method" in value;
}
