import type { Serializer } from "../contracts/serializer.ts";

const registrySymbol = Symbol.for("prefect.serializers.v1");

/** One per process, even where a bundle and the process around it each have a copy of this package. */
function sharedSerializers(): Map<string, Serializer> {
  const holder = globalThis as { [registrySymbol]?: Map<string, Serializer> };
  return (holder[registrySymbol] ??= new Map());
}

/**
 * Lets this process read what a serializer of the program wrote. `flow({ resultSerializer })` does that by itself; call
 * it where results are read without the flow. The last of one type stands, so that a module may be loaded again.
 */
export function registerSerializer(serializer: Serializer): void {
  sharedSerializers().set(serializer.type, serializer);
}

export function serializerNamed(type: string): Serializer | undefined {
  return sharedSerializers().get(type);
}

/** Whether it is a serializer of the program: its type holds a dot, so that it is never taken for one of Prefect's. */
export function isSerializer(value: unknown): value is Serializer {
  const { type, encode, decode } = (value ?? {}) as Partial<Serializer>;
  const isNamed = typeof type === "string" && /^[\w@/-]+(\.[\w-]+)+$/.test(type);
  return isNamed && typeof encode === "function" && typeof decode === "function";
}
