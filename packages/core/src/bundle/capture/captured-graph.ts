import type { ModuleUnit } from "../extraction/module-units.ts";
import type { ParsedModule } from "../syntax/parse-module.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { FunctionInspection } from "./inspect-functions.ts";

/** A module of which something travels that a flow captured. */
export interface CapturedModule {
  readonly module: ParsedModule;
  readonly units: readonly ModuleUnit[];
  /** Top-level names that the travelling functions use. */
  readonly roots: Set<string>;
  /** The frames of blocks and functions at the top level. */
  readonly frames: Frame[];
  /** Functions that are in no frame. */
  readonly slots: CapturedFunction[];
  /** Modules whose members were captured, with the names under which they are imported. */
  readonly imports: Map<string, string>;
}

/** The variables of one activation of a function, or of one pass through a block. */
export interface Frame {
  readonly module: CapturedModule;
  /** The function or block that declares them. */
  readonly scope: SyntaxNode;
  readonly parent: Frame | null;
  readonly variables: Map<string, CapturedContent>;
  readonly frames: Frame[];
  readonly slots: CapturedFunction[];
  /** What V8 knows of the functions that see this frame. */
  readonly witnesses: FunctionInspection[];
}

/** What a captured variable holds. */
export type CapturedContent =
  /** Data, under this key among the values that travel. */
  | { readonly kind: "value"; readonly key: string }
  | { readonly kind: "function"; readonly slot: CapturedFunction }
  /** What the language, the module itself or an import of it has under a name. */
  | { readonly kind: "expression"; readonly text: string };

/** A function, class or flow that travels as its source, and the variables that it captured with it. */
export interface CapturedFunction {
  /** What leads to it has a lower one. */
  readonly index: number;
  /** For messages, and for the function's `name`. */
  readonly name: string;
  readonly module: CapturedModule;
  /** The innermost frame around it; `null` at the top level. */
  readonly frame: Frame | null;
  readonly source: FunctionSourceText;
}

/** What makes a captured function again. */
export type FunctionSourceText =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "node";
      readonly node: SyntaxNode;
      /** The words before the parameters where it is a method, as `async name`; else `null`. */
      readonly method: string | null;
      /** Parts of the source in whose place something else is said. */
      readonly replacements: Replacement[];
    };

export interface Replacement {
  readonly node: SyntaxNode;
  readonly text: string;
}

/** The object of the engine through which what was captured is read: its name in travelling code. */
export const capturedName = "$prefectCaptured";

/** The expression that gives what a variable holds. */
export function contentText(content: CapturedContent): string {
  switch (content.kind) {
    case "value":
      return `${capturedName}.value(${JSON.stringify(content.key)})`;
    case "function":
      return functionText(content.slot.index);
    case "expression":
      return content.text;
  }
}

export function functionText(index: number): string {
  return `${capturedName}.functions[${index}]`;
}
