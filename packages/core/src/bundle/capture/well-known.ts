/** Objects of the language and of Node.js whose members are functions. */
const holders = ["Array", "BigInt", "Date", "Intl", "JSON", "Math", "Number", "Object", "Promise", "Reflect", "String"];

let known: ReadonlyMap<unknown, string> | undefined;

/** The expression that gives a function or object which every process has, such as `JSON.parse`; else `undefined`. */
export function wellKnownExpression(value: unknown): string | undefined {
  known ??= collectKnown();
  return known.get(value);
}

function collectKnown(): ReadonlyMap<unknown, string> {
  const found = new Map<unknown, string>();
  for (const holder of holders) {
    const object: unknown = Reflect.get(globalThis, holder);
    for (const name of Object.getOwnPropertyNames(object)) {
      const member = Object.getOwnPropertyDescriptor(object, name)?.value as unknown;
      if (typeof member === "function") found.set(member, `${holder}.${name}`);
    }
  }
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    // Accessors load parts of Node.js, and what a program put there the other process does not have.
    if (typeof descriptor?.value === "function" && isNative(descriptor.value)) found.set(descriptor.value, name);
  }
  for (const [name, object] of Object.entries({ console, process, globalThis, JSON, Math, Reflect, Intl })) {
    found.set(object, name);
  }
  return found;
}

function isNative(fn: unknown): boolean {
  return Function.prototype.toString.call(fn).endsWith("{ [native code] }");
}
