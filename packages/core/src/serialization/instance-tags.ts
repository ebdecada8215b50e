import { isNativeError } from "node:util/types";
import { ValueDecodeError } from "../errors/value-decode-error.ts";
import { encode } from "./encode-symbol.ts";
import { childPosition } from "./position.ts";
import { indexField, optionalTextField, textField } from "./tag-field.ts";
import type { Decoder, Tag, TypeFamily } from "./tag.ts";
import { registeredTypeNamed, registeredTypeOf } from "./type-registry.ts";

function decodeInstance(tag: Tag, decoder: Decoder): unknown {
  const name = textField(tag, "type");
  const version = indexField(tag, "version", Number.MAX_SAFE_INTEGER);
  const registered = registeredTypeNamed(name);
  if (registered === undefined) {
    throw new ValueDecodeError({
      reason: `it holds a "${name}", which no class of this process is registered as: import the module that calls registerType() for it`,
    });
  }
  const instance = decodeWith(registered.decode, decoder.decode(tag["data"]), name, version);
  const stack = optionalTextField(tag, "stack");
  if (stack !== undefined && isNativeError(instance)) {
    Object.defineProperty(instance, "stack", { value: stack, writable: true, configurable: true, enumerable: false });
  }
  return instance;
}

function decodeWith(
  decode: (data: unknown, version: number) => unknown,
  data: unknown,
  name: string,
  version: number,
): unknown {
  try {
    return decode(data, version);
  } catch (cause) {
    throw new ValueDecodeError({ reason: `the decode function of "${name}" failed: ${String(cause)}`, cause });
  }
}

/** Instances of classes given to `registerType()`. An error keeps its stack beside what its class says. */
export const instances: TypeFamily = {
  encode(value, at, encoder) {
    const registered = registeredTypeOf(value);
    if (registered === undefined) return undefined;
    const { name: type, version } = registered;
    const form = (value as { [encode](): unknown })[encode]();
    const data = encoder.encode(form, childPosition(at, "data", `<${type}>`));
    const stack = isNativeError(value) && typeof value.stack === "string" ? { stack: value.stack } : {};
    return { $: "instance", type, version, data, ...stack };
  },
  decoders: { instance: decodeInstance },
};
