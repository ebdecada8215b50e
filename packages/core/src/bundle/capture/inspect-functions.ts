import { Session } from "node:inspector";
import type { AnyFunction } from "../../contracts/flow.ts";
import { toPath } from "../site/script-path.ts";
import { InspectorUnavailableError } from "../../errors/inspector-unavailable-error.ts";

/** Where V8 holds a function's code. */
export interface ScriptLocation {
  /** As the runtime names it: a `file:` URL, a path, or `node:...`. */
  readonly url: string;
  /** What the script says of its source map; empty where it has none. */
  readonly sourceMapUrl: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** What V8 knows of one function. */
export interface FunctionInspection {
  /** The value of a variable of the code around the function, innermost first; `undefined` where V8 does not keep it. */
  lookup(name: string): { readonly value: unknown } | undefined;
  /** `null` for native and bound functions. */
  location(): ScriptLocation | null;
}

/** Reads live functions of this process. */
export interface FunctionInspector {
  inspect(fn: AnyFunction): FunctionInspection;
  /** Whether an object has private fields, methods or accessors. */
  hasPrivateMembers(object: object): boolean;
  /** What the loaded script of a file says of its source map; empty where it says nothing. */
  sourceMapUrlOf(file: string): string;
  close(): void;
}

interface RemoteObject {
  readonly objectId?: string;
  readonly description?: string;
  readonly unserializableValue?: string;
  readonly value?: unknown;
}

interface Property {
  readonly name: string;
  readonly value?: RemoteObject;
}

interface Properties {
  readonly result: readonly Property[];
  readonly internalProperties?: readonly Property[];
  readonly privateProperties?: readonly Property[];
}

interface Script {
  readonly url: string;
  readonly sourceMapURL?: string | undefined;
}

/** The global object of the process: a test runner's context has one of its own, which the inspector does not see. */
const processGlobal = (Session.constructor as FunctionConstructor)("return globalThis")() as Record<string, unknown>;

const slotName = "__prefectInspected";

/**
 * Scripts of functions that were asked for, by V8's number, which stays. To be told of scripts V8 has to go through all
 * that are loaded, which takes longer than all else together.
 */
const askedScripts = new Map<string, Script>();

/**
 * Opens an inspector session within this process: synchronous, without a port, and beside any debugger. It reads
 * variables and runs nothing of the program.
 *
 * @throws InspectorUnavailableError where the process may not inspect itself
 */
export function openFunctionInspector(): FunctionInspector {
  const session = new Session();
  try {
    session.connect();
  } catch (cause) {
    throw new InspectorUnavailableError({ cause });
  }
  const slot: { input?: unknown; output?: readonly unknown[] } = {};
  processGlobal[slotName] = slot;
  const scripts = new Map<string, Script>();
  let knowsScripts = false;

  const scriptOf = (scriptId: string): Script | undefined => {
    const script = askedScripts.get(scriptId) ?? allScripts().get(scriptId);
    if (script !== undefined) askedScripts.set(scriptId, { url: script.url, sourceMapURL: script.sourceMapURL });
    return script;
  };
  const post = <T>(method: string, parameters: object = {}): T => {
    let answer: unknown;
    session.post(method, parameters, (error: Error | null, result?: object) => {
      if (error) throw new InspectorUnavailableError({ cause: error });
      answer = result;
    });
    return answer as T;
  };
  const propertiesOf = (objectId: string): Properties =>
    post<Properties>("Runtime.getProperties", { objectId, ownProperties: true });

  /** Fetches the objects themselves in place of the inspector's descriptions of them. */
  const fetchValue = ({ objectId, unserializableValue, value }: RemoteObject): unknown => {
    if (unserializableValue !== undefined) return toUnserializable(unserializableValue);
    if (objectId === undefined) return value;
    post("Runtime.callFunctionOn", {
      functionDeclaration: `function (value) { globalThis.${slotName}.output = [value]; }`,
      objectId,
      arguments: [{ objectId }],
      silent: true,
    });
    return slot.output?.[0];
  };
  const allScripts = (): ReadonlyMap<string, Script> => {
    if (!knowsScripts) {
      knowsScripts = true;
      session.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params));
      // Announces every script that is loaded, before it answers.
      post("Debugger.enable");
    }
    return scripts;
  };

  const describe = (object: object): Properties => {
    slot.input = object;
    const expression = `globalThis.${slotName}.input`;
    const { result } = post<{ result: RemoteObject }>("Runtime.evaluate", { expression, silent: true });
    return propertiesOf(result.objectId ?? "");
  };

  return {
    sourceMapUrlOf(file) {
      const isOf = ({ url, sourceMapURL }: Script): boolean => Boolean(sourceMapURL) && toPath(url) === file;
      return [...allScripts().values()].findLast(isOf)?.sourceMapURL ?? "";
    },
    hasPrivateMembers: (object) => (describe(object).privateProperties ?? []).length > 0,
    inspect(fn) {
      const { internalProperties = [] } = describe(fn);
      const internal = (name: string): RemoteObject | undefined =>
        internalProperties.find((property) => property.name === name)?.value;
      const scopesId = internal("[[Scopes]]")?.objectId;
      const scopes = scopesId === undefined ? [] : propertiesOf(scopesId).result.filter(isLocalScope);
      const variables = scopes.map(
        (scope) => new Map(propertiesOf(scope.value?.objectId ?? "").result.map(({ name, value }) => [name, value])),
      );
      return {
        lookup(name) {
          const found = variables.find((scope) => scope.has(name))?.get(name);
          // A variable that is not initialised yet has no value.
          return found === undefined ? undefined : { value: fetchValue(found) };
        },
        location() {
          const found = internal("[[FunctionLocation]]")?.value as
            { scriptId: string; lineNumber: number; columnNumber: number } | undefined;
          const script = found && scriptOf(found.scriptId);
          if (!found || !script) return null;
          const { lineNumber: line, columnNumber: column } = found;
          return { url: script.url, sourceMapUrl: script.sourceMapURL ?? "", line, column };
        },
      };
    },
    close() {
      session.disconnect();
      delete processGlobal[slotName];
    },
  };
}

function isLocalScope({ name, value }: Property): boolean {
  return /^\d+$/.test(name) && !/^(?:Global|Script)/.test(value?.description ?? "");
}

/** `-0`, `NaN`, `Infinity`, `-Infinity` and `123n`, as the protocol writes them. */
function toUnserializable(text: string): number | bigint {
  return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
}
