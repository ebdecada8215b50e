import type { Encodable, EncodedFormOf } from "../contracts/encodable.ts";
import { DuplicateTypeError } from "../errors/duplicate-type-error.ts";
import { InvalidTypeRegistrationError } from "../errors/invalid-type-registration-error.ts";
import { encode } from "./encode-symbol.ts";
import { type RegisteredType, sharedRegistry } from "./type-registry.ts";

export { encode } from "./encode-symbol.ts";

/** How instances of a class are named in stored values, and made again. */
export interface TypeRegistration<T, Data> {
  /** Unique among all classes of the program, and kept as long as values are stored: `"my-package.Money"`. */
  readonly name: string;
  /** Stored with every value and given to `decode`, so that it can read older forms. Default: 1. */
  readonly version?: number;
  /** Makes an instance of what `[encode]()` returned, perhaps in an older version. Parts of `data` that refer back to what contains the instance may not be complete yet. */
  decode(data: Data, version: number): T;
}

/**
 * Lets instances of a class travel as parameters and results. Call it where the class is defined, so that whoever
 * loads the class knows it: `static { registerType(this, { name: "app.Money", decode: (data) => new Money(data) }) }`.
 * Instances of subclasses need a registration of their own.
 *
 * @throws InvalidTypeRegistrationError where the class has no `[encode]()` method, or the name or version is not one.
 * @throws DuplicateTypeError where the name belongs to another class. The same class, loaded again, replaces itself.
 */
export function registerType<T extends Encodable>(
  type: { readonly prototype: T },
  registration: TypeRegistration<T, EncodedFormOf<T>>,
): void {
  const className = checkRegistration(type, registration);
  const { byName, byPrototype } = sharedRegistry();
  const { name, version = 1 } = registration;
  const sameName = byName.get(name);
  if (sameName !== undefined && !isReload(sameName.prototype, type.prototype)) {
    throw new DuplicateTypeError({ typeName: name, className, registeredAs: "another class has that name" });
  }
  const sameClass = byPrototype.get(type.prototype);
  if (sameClass !== undefined && sameClass.name !== name) {
    throw new DuplicateTypeError({ typeName: name, className, registeredAs: `it is "${sameClass.name}" already` });
  }
  const registered: RegisteredType = {
    name,
    version,
    prototype: type.prototype,
    decode: (data, version) => registration.decode(data as EncodedFormOf<T>, version),
  };
  byName.set(name, registered);
  byPrototype.set(type.prototype, registered);
}

function checkRegistration(
  type: unknown,
  registration: { readonly name: unknown; readonly version?: unknown; readonly decode: unknown },
): string {
  if (typeof type !== "function") {
    throw new InvalidTypeRegistrationError({ className: String(type), reason: "is not a class" });
  }
  const className = type.name || "an anonymous class";
  const invalid = (reason: string) => new InvalidTypeRegistrationError({ className, reason });
  if (typeof (type.prototype as Partial<Encodable> | undefined)?.[encode] !== "function") {
    throw invalid('has no [encode]() method: import { encode } from "prefect-core" and return plain data from it');
  }
  const { name, version, decode } = registration;
  if (typeof name !== "string" || name === "") throw invalid("needs a name, which is not empty");
  if (version !== undefined && !(Number.isSafeInteger(version) && (version as number) >= 1)) {
    throw invalid("has a version that is not a whole number from 1");
  }
  if (typeof decode !== "function") throw invalid("needs a decode function");
  return className;
}

/** Whether a module was evaluated twice, as bundles, test runners and hot reloads do. */
function isReload(before: object, after: object): boolean {
  return before === after || sourceOf(before) === sourceOf(after);
}

function sourceOf(prototype: object): string {
  return Function.prototype.toString.call(prototype.constructor);
}
