/** The symbols that this product gives a meaning to, as types; their values are `Symbol.for("prefect.<name>")`. */
export interface WellKnownSymbols {
  readonly encode: unique symbol;
}

/** The type of the symbol under which a class says what travels in place of its instances. */
export type EncodeSymbol = WellKnownSymbols["encode"];

/** An instance that knows its form as data: `[encode]() { return { amount: this.amount }; }`. */
export type Encodable<Data = unknown> = { [K in EncodeSymbol]: () => Data };

/** What an instance's `[encode]()` returns, and its `decode` is given. */
export type EncodedFormOf<T extends Encodable> = ReturnType<T[EncodeSymbol]>;
