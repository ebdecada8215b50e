import type { AnyFunction } from "../contracts/flow.ts";
import type { DecoratedMethod, MethodContext } from "../contracts/flow-method.ts";
import { misplacedDecoratorError } from "../errors/flow-decorator-error.ts";

/** Gives the flow of a method for what the method is called on. */
export type FlowOfReceiver = (receiver: object) => AnyFunction;

/**
 * The function that takes a method's place: it calls the flow of whatever it is called on. An instance gets a property
 * with its own flow, so that `bound(jobs.train)` and a callback know their instance; one whose class overrides the
 * method does not.
 */
export function decorateMethod(
  flowOf: FlowOfReceiver,
  context: MethodContext,
  isBound: boolean,
): AnyFunction & DecoratedMethod {
  const flows = new WeakMap<object, AnyFunction>();
  let owner: object | undefined;

  const of = (receiver: unknown): AnyFunction => {
    if ((typeof receiver !== "object" && typeof receiver !== "function") || receiver === null) {
      throw misplacedDecoratorError(`The method '${String(context.name)}' was called without its object.`);
    }
    const known = flows.get(receiver) ?? flowOf(receiver);
    flows.set(receiver, known);
    return known;
  };
  async function method(this: unknown, ...args: never[]): Promise<unknown> {
    return await of(this ?? owner)(...args);
  }
  Object.defineProperty(method, "name", { value: methodName(context), configurable: true });
  context.addInitializer(function () {
    const receiver = this as object;
    if (context.static) owner = receiver;
    else if (!context.private && Reflect.get(receiver, context.name) === method) {
      const own = { value: of(receiver), writable: true, configurable: true, enumerable: false };
      Object.defineProperty(receiver, context.name, own);
    }
  });
  return Object.assign(method, {
    "~method": {
      of,
      owner: () => owner,
      isBound,
      bind: (bindFlow: Parameters<DecoratedMethod["~method"]["bind"]>[0], above: MethodContext) =>
        decorateMethod((receiver) => bindFlow(of(receiver) as never), above, true),
    },
  });
}

/** `train`, also where the method is private. */
export function methodName({ name }: MethodContext): string {
  return typeof name === "symbol" ? (name.description ?? "") : name.replace(/^#/, "");
}
