import type { EncodeSymbol } from "../contracts/encodable.ts";

/**
 * Names the method by which a class says what travels in place of its instances: data that the `decode` given to
 * `registerType()` makes an instance of again. The same symbol in every installed copy of this package.
 */
export const encode: EncodeSymbol = Symbol.for("prefect.encode") as EncodeSymbol;
