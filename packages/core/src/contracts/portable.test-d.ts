import type { Readable } from "node:stream";
import type { Socket } from "node:net";
import { expectTypeOf } from "expect-type";
import type { Encodable, EncodeSymbol } from "./encodable.ts";
import type { AnyFunction, Flow, FunctionOf } from "./flow.ts";
import type { InfrastructureDecorator } from "./bound-flow.ts";
import type { Portable, Problems, Serializable } from "./portable.ts";

/** What a value of this type, as the only parameter of a flow, is told. */
type Told<T> =
  Portable<(value: T) => void> extends { readonly "cannot travel": infer Message } ? Message : "can travel";

type AdviceOn<Path extends string> =
  `${Path}: an object with methods cannot be sent: register its class with registerType(), or pass plain data`;

interface Pool {
  query(text: string): Promise<unknown>;
}

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
  readonly parent?: Tree;
}

declare class Money {
  private readonly cents: number;
  add(other: Money): Money;
  [encode](): { cents: number };
}
declare const encode: EncodeSymbol;

type Branded = string & { readonly __brand: "Id" };

// These can travel.
expectTypeOf<Told<string | number | boolean | bigint | null | undefined>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<{ a: 1; b?: { c: readonly string[] } }>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Date | RegExp | URL | URLSearchParams>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Map<string, Set<Date>>>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<ReadonlyMap<Date, readonly [number, bigint]>>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Float64Array | BigInt64Array | Buffer | ArrayBuffer | DataView>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<TypeError | AggregateError>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Tree>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Money[]>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Branded>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Record<string, { readonly id: number }>>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<symbol>>().toEqualTypeOf<"can travel">();
// oxlint-disable-next-line typescript/no-explicit-any
expectTypeOf<Told<any>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<unknown>>().toEqualTypeOf<"can travel">();
// oxlint-disable-next-line typescript/no-explicit-any
expectTypeOf<Told<{ options: any; extra: Record<string, unknown> }>>().toEqualTypeOf<"can travel">();
expectTypeOf<Told<Money>>().toEqualTypeOf<"can travel">();
expectTypeOf<Money>().toExtend<Encodable<{ cents: number }>>();
expectTypeOf<Portable<() => Promise<void>>>().toEqualTypeOf<unknown>();
expectTypeOf<Serializable<{ at: Date }>>().toEqualTypeOf<{ at: Date }>();

// These cannot, and the message names the part.
expectTypeOf<Told<{ pool: Pool }>>().toEqualTypeOf<AdviceOn<"parameters[0].pool">>();
expectTypeOf<Told<{ db: { pool?: Pool } }>>().toEqualTypeOf<AdviceOn<"parameters[0].db.pool">>();
expectTypeOf<Told<() => void>>().toEqualTypeOf<"parameters[0]: a function cannot be sent">();
expectTypeOf<Told<(() => void)[]>>().toEqualTypeOf<"parameters[0][]: a function cannot be sent">();
expectTypeOf<Told<typeof Money>>().toEqualTypeOf<"parameters[0]: a class cannot be sent">();
expectTypeOf<
  Told<{ rows: Promise<number> }>
>().toEqualTypeOf<"parameters[0].rows: a Promise cannot be sent (not awaited?)">();
expectTypeOf<Told<Socket>>().toEqualTypeOf<AdviceOn<"parameters[0]">>();
expectTypeOf<Told<[number, Readable]>>().toEqualTypeOf<AdviceOn<"parameters[0][1]">>();
expectTypeOf<Told<Map<string, Pool>>>().toEqualTypeOf<AdviceOn<"parameters[0]<value>">>();
expectTypeOf<Told<Map<() => void, 1>>>().toEqualTypeOf<"parameters[0]<key>: a function cannot be sent">();
expectTypeOf<Told<Set<Pool>>>().toEqualTypeOf<AdviceOn<"parameters[0]<item>">>();
expectTypeOf<Told<string | Pool>>().toEqualTypeOf<AdviceOn<"parameters[0]">>();
expectTypeOf<Told<WeakMap<object, string>>>().toEqualTypeOf<AdviceOn<"parameters[0]">>();
expectTypeOf<Told<AsyncGenerator<number>>>().toEqualTypeOf<AdviceOn<"parameters[0]">>();
expectTypeOf<Told<{ one: Pool; two: Promise<1> }>>().toEqualTypeOf<{
  readonly "parameters[0].one": "an object with methods cannot be sent: register its class with registerType(), or pass plain data";
  readonly "parameters[0].two": "a Promise cannot be sent (not awaited?)";
}>();
expectTypeOf<Portable<() => Promise<{ rows: Pool[] }>>>().toEqualTypeOf<{
  readonly "cannot travel": AdviceOn<"result.rows[]">;
}>();
expectTypeOf<Portable<(a: string, ...rest: Pool[]) => void>>().not.toEqualTypeOf<unknown>();
expectTypeOf<Problems<Pool, "input">>().toEqualTypeOf<AdviceOn<"input">>();
expectTypeOf<Serializable<Pool>>().toEqualTypeOf<AdviceOn<"value">>();

// Binding a flow to infrastructure asks the question.
declare const bind: InfrastructureDecorator<object>;
declare function asFlow<F extends AnyFunction>(fn: F): Flow<F>;

const generic = bind(asFlow(async <T>(items: readonly T[]) => items[0]));
expectTypeOf(generic<Date>).returns.resolves.toEqualTypeOf<Date | undefined>();
expectTypeOf(bind(asFlow((price: Money, note?: string) => `${note}`))).returns.resolves.toBeString();
expectTypeOf<FunctionOf<Flow<(a: 1) => 2>>>().toEqualTypeOf<(a: 1) => 2>();

// @ts-expect-error -- "cannot travel": parameters[0].pool
bind(asFlow(async (options: { pool: Pool }) => options !== undefined));
// @ts-expect-error -- "cannot travel": result
bind(asFlow(async () => (): number => 1));
// @ts-expect-error -- a flow was forgotten
bind(async () => 1);
