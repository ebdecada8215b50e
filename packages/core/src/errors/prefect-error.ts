const kinds = Symbol.for("prefect.error.kinds");

/**
 * Base of every error that this product raises by itself. Subclasses are one per failure; `isInstance` also recognises
 * an error that another installed copy of the package made, where `instanceof` does not.
 */
export class PrefectError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    Object.defineProperty(this, kinds, { value: classNames(new.target) });
  }

  static isInstance<T>(this: { readonly name: string; readonly prototype: T }, error: unknown): error is T {
    if (typeof error !== "object" || error === null) return false;
    const names = (error as { [kinds]?: unknown })[kinds];
    return Array.isArray(names) && names.includes(this.name);
  }
}

function classNames(constructor: NewableFunction): string[] {
  const names: string[] = [];
  for (let at: unknown = constructor; typeof at === "function" && at !== Error; at = Object.getPrototypeOf(at)) {
    names.push(at.name);
  }
  return names;
}
