import type { Encodable } from "./encodable.ts";
import type { AnyFunction, ResultOf } from "./flow.ts";

type Primitive = string | number | boolean | bigint | symbol | null | undefined | void;

/** Objects with methods that the value codec carries by itself. */
type CarriedObject =
  | Date
  | RegExp
  | URL
  | URLSearchParams
  | Error
  | ArrayBuffer
  | NodeJS.ArrayBufferView
  | Encodable
  | { readonly [Symbol.toStringTag]: `Temporal.${string}` };

/**
 * A value whose type looks as if it could not travel, and that does: a plain object with functions that are left out, an
 * instance that its class encodes though its type hides that. Where it appears among parameters and results, types ask
 * no more; the check at run time has the last word.
 */
export type Trusted<T> = T & { readonly "~trusted"?: true };

/** A type with any names has every name, and says nothing by this one. */
type IsTrusted<T> = string extends keyof T ? false : "~trusted" extends keyof T ? true : false;

type IsAny<T> = 0 extends 1 & T ? true : false;

type PropertyPath<Path extends string, Key> = Key extends string
  ? string extends Key
    ? `${Path}[any name]`
    : `${Path}.${Key}`
  : Key extends number
    ? `${Path}[${Key}]`
    : `${Path}[symbol]`;

/** `true` where a property of `T` can be called. Whether it is a method or a function as data, types cannot tell. */
type HasMethods<T> = true extends {
  [Key in keyof T]-?: IsAny<T[Key]> extends true ? false : NonNullable<T[Key]> extends AnyFunction ? true : false;
}[keyof T]
  ? true
  : false;

/** Deeper than this, types are no longer looked at; the check at run time is complete. */
type MaximumDepth = 8;

/**
 * A message for every part of `T` that cannot travel, each led by the path to it; `never` where everything can, or
 * where types cannot tell (`any`, `unknown`, an instance without methods).
 */
export type Problems<T, Path extends string = "value"> = ProblemsWithin<T, Path, never, []>;

/** `Seen` ends recursive types, `Depth` ends those that grow forever. */
type ProblemsWithin<T, Path extends string, Seen, Depth extends 0[]> =
  IsAny<T> extends true
    ? never
    : unknown extends T
      ? never
      : [Exclude<T, Primitive>] extends [Seen]
        ? never
        : Depth["length"] extends MaximumDepth
          ? never
          : ProblemsOfMember<T, Path, Seen | T, [...Depth, 0]>;

/** Distributes over a union: every member is judged by itself. */
type ProblemsOfMember<T, Path extends string, Seen, Depth extends 0[]> = T extends Primitive | CarriedObject
  ? never
  : IsTrusted<T> extends true
    ? never
    : ProblemsOfObject<T, Path, Seen, Depth>;

type ProblemsOfObject<T, Path extends string, Seen, Depth extends 0[]> = T extends AnyFunction
  ? `${Path}: a function cannot be sent`
  : T extends abstract new (...args: never[]) => unknown
    ? `${Path}: a class cannot be sent`
    : T extends PromiseLike<unknown>
      ? `${Path}: a Promise cannot be sent (not awaited?)`
      : T extends ReadonlyMap<infer Key, infer Value>
        ? ProblemsWithin<Key, `${Path}<key>`, Seen, Depth> | ProblemsWithin<Value, `${Path}<value>`, Seen, Depth>
        : T extends ReadonlySet<infer Item>
          ? ProblemsWithin<Item, `${Path}<item>`, Seen, Depth>
          : T extends readonly unknown[]
            ? ProblemsOfItems<T, Path, Seen, Depth>
            : T extends object
              ? ProblemsOfProperties<T, Path, Seen, Depth>
              : never;

type ProblemsOfItems<
  T extends readonly unknown[],
  Path extends string,
  Seen,
  Depth extends 0[],
> = number extends T["length"]
  ? ProblemsWithin<T[number], `${Path}[]`, Seen, Depth>
  : { [Index in keyof T]-?: ProblemsWithin<T[Index], `${Path}[${Index & string}]`, Seen, Depth> }[number];

type ProblemsOfProperties<T extends object, Path extends string, Seen, Depth extends 0[]> =
  HasMethods<T> extends true
    ? `${Path}: an object with methods cannot be sent: register its class with registerType(), or pass plain data`
    : { [Key in keyof T]-?: ProblemsWithin<T[Key], PropertyPath<Path, Key>, Seen, Depth> }[keyof T];

/** `T` itself where it can travel, else the messages that say why not. */
export type Serializable<T> = [Problems<T>] extends [never] ? T : Problems<T>;

type ProblemsOfFlow<F extends AnyFunction> = Problems<Parameters<F>, "parameters"> | Problems<ResultOf<F>, "result">;

/** One message as it is; of several, an object that gives each path its own, so that compilers print all of them. */
type Listed<Message> =
  IsUnion<Message> extends false
    ? Message
    : {
        readonly [Each in Message & string as PathOf<Each>]: Each extends `${PathOf<Each>}: ${infer Reason}`
          ? Reason
          : never;
      };

type PathOf<Message extends string> = Message extends `${infer Path}: ${string}` ? Path : never;

type IsUnion<T, Whole = T> = [T] extends [never]
  ? false
  : T extends unknown
    ? [Whole] extends [T]
      ? false
      : true
    : never;

/**
 * Intersected with the type of a flow where it is bound to infrastructure: nothing is asked where its parameters and
 * result can travel, else a property that no flow has, whose type says what cannot.
 */
export type Portable<F extends AnyFunction> = [ProblemsOfFlow<F>] extends [never]
  ? unknown
  : { readonly "cannot travel": Listed<ProblemsOfFlow<F>> };
