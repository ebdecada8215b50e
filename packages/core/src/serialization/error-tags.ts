import { isNativeError } from "node:util/types";
import { PrefectError } from "../errors/prefect-error.ts";
import * as publicErrors from "../errors/public-errors.ts";
import { RemoteError } from "../errors/remote-error.ts";
import { brandOf, classNameOf } from "./class-name.ts";
import { setOwn } from "./plain-data.ts";
import { childPosition, propertyLabel, type Position } from "./position.ts";
import { optionalTextField, pairsField, textField } from "./tag-field.ts";
import type { Decoder, Encoder, Tag, TypeFamily } from "./tag.ts";

/** In Node.js 22 a `DOMException`, such as an `AbortError`, is no native error. */
function isError(value: object): value is Error {
  return isNativeError(value) || brandOf(value) === "DOMException";
}

const builtInErrors: ReadonlyMap<string, new (message: string) => Error> = new Map(
  [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map((type) => [type.name, type]),
);

type PublicErrorClass = (typeof publicErrors)[keyof typeof publicErrors];

/** This package's own errors, which any process has that reads values. */
const ownErrors: ReadonlyMap<string, PublicErrorClass> = new Map(
  Object.values(publicErrors)
    .filter((type) => type !== RemoteError)
    .map((type) => [type.name, type]),
);

/** Says of a tag that its class is this package's, and not one of the program's that has the same name. */
const ownOrigin = "prefect-core";

/** What an error has by itself, and the tag says in fields of its own. */
const ownFields: ReadonlySet<string> = new Set(["name", "message", "stack", "cause", "errors"]);

function encodeError(error: Error, at: Position, encoder: Encoder): Tag {
  const { name, message, stack } = error;
  const className = RemoteError.isInstance(error) ? error.className : classNameOf(error);
  const isOwn = PrefectError.isInstance(error) && !RemoteError.isInstance(error) && ownErrors.has(className);
  return {
    $: "Error",
    class: className,
    ...(isOwn && { origin: ownOrigin }),
    name: String(name),
    message: String(message),
    ...(typeof stack === "string" && { stack }),
    ...(Object.hasOwn(error, "cause") && { cause: encoder.encode(error.cause, childPosition(at, "cause")) }),
    ...encodeAggregated(error, at, encoder),
    ...encodeFields(error, at, encoder),
  };
}

function encodeAggregated(error: Error & { readonly errors?: unknown }, at: Position, encoder: Encoder): object {
  if (!Object.hasOwn(error, "errors")) return {};
  return { errors: encoder.encode(error.errors, childPosition(at, "errors")) };
}

function encodeFields(error: Error, at: Position, encoder: Encoder): object {
  const names = Object.keys(error).filter((name) => !ownFields.has(name));
  if (names.length === 0) return {};
  const fields = names.map((name, index) => {
    const position = childPosition(at, ["fields", index, 1], propertyLabel(name));
    return [name, encoder.encodeField(error, name, position)];
  });
  return { fields };
}

function decodeError(tag: Tag, decoder: Decoder): Error {
  const error = decoder.begin(tag, createError(tag));
  const stack = optionalTextField(tag, "stack");
  if (stack !== undefined) defineHidden(error, "stack", stack);
  if (Object.hasOwn(tag, "cause")) defineHidden(error, "cause", decoder.decode(tag["cause"]));
  if (Object.hasOwn(tag, "errors")) defineHidden(error, "errors", decoder.decode(tag["errors"]));
  if (Object.hasOwn(tag, "fields")) {
    for (const [name, value] of pairsField(tag, "fields")) setOwn(error, String(name), decoder.decode(value));
  }
  return error;
}

function createError(tag: Tag): Error {
  const className = textField(tag, "class");
  const name = textField(tag, "name");
  const message = textField(tag, "message");
  if (className === "DOMException") return new DOMException(message, name);
  const own = tag["origin"] === ownOrigin ? ownErrors.get(className) : undefined;
  // The constructors of subclasses compute a message from fields; both were sent.
  if (own !== undefined) return Reflect.construct(PrefectError, [message], own);
  const builtIn = builtInErrors.get(className);
  if (builtIn === undefined && className !== "AggregateError") return new RemoteError({ className, name, message });
  const error = builtIn === undefined ? new AggregateError([], message) : new builtIn(message);
  if (error.name !== name) defineHidden(error, "name", name);
  return error;
}

/** As the language itself defines an error's own properties: not enumerable. */
function defineHidden(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
}

/** Errors: their class where it is built in or this package's, else a `RemoteError`; message, stack, cause and own fields. */
export const errors: TypeFamily = {
  encode: (value, at, encoder) => (isError(value) ? encodeError(value, at, encoder) : undefined),
  decoders: { Error: decodeError },
};
