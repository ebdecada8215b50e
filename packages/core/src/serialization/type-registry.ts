/** A class as the registry knows it. */
export interface RegisteredType {
  readonly name: string;
  readonly version: number;
  readonly prototype: object;
  readonly decode: (data: unknown, version: number) => unknown;
}

export interface TypeRegistry {
  readonly byName: Map<string, RegisteredType>;
  readonly byPrototype: Map<object, RegisteredType>;
}

const registrySymbol = Symbol.for("prefect.types.v1");

/** One per process, even where a bundle and the process around it each have a copy of this package. */
export function sharedRegistry(): TypeRegistry {
  const holder = globalThis as { [registrySymbol]?: TypeRegistry };
  return (holder[registrySymbol] ??= { byName: new Map(), byPrototype: new Map() });
}

/** The registration of the class whose direct instance this is. */
export function registeredTypeOf(value: object): RegisteredType | undefined {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null ? undefined : sharedRegistry().byPrototype.get(prototype);
}

export function registeredTypeNamed(name: string): RegisteredType | undefined {
  return sharedRegistry().byName.get(name);
}
