import { moduleUnits, type ModuleUnit } from "../extraction/module-units.ts";
import type { ParsedModule } from "../syntax/parse-module.ts";
import type { CapturedContent, CapturedFunction, CapturedModule, Frame } from "./captured-graph.ts";
import { uncapturable } from "./capture-problem.ts";
import { loadModuleFile } from "./function-source.ts";
import type { FunctionInspector } from "./inspect-functions.ts";

const maximumFunctions = 500;

/** A value that was found in a captured variable, or in an object that one holds. */
export interface FoundValue {
  /** The variable. */
  readonly name: string;
  readonly value: unknown;
  /** The frame of the variable; where the value was found next to a function, that function's frame. */
  readonly holder: Frame | null;
  /** Where the variable is. */
  readonly module: CapturedModule;
  /** The variable in the source, where the name is a way into what it holds. */
  readonly declaredAs?: string;
  /** Whether the holder is surely the frame that a function found here sees. */
  readonly isSibling?: boolean;
}

/** A graph of captured things while it is built. */
export interface GraphBuilder {
  readonly entry: CapturedModule;
  readonly modules: Map<string, CapturedModule>;
  readonly values: Map<string, unknown>;
  readonly keysWithFunctions: Set<string>;
  /** The frames of the variables that hold the values, by key. */
  readonly holders: Map<string, Frame>;
  /** What has been met, so that it travels once. */
  readonly known: Map<unknown, CapturedContent>;
  /** The functions of captured objects, which the engine gives back by number. */
  readonly slots: Map<unknown, CapturedFunction>;
  readonly inspector: FunctionInspector;
  /** What is still to be looked at. */
  readonly pending: (() => Promise<void>)[];
  moduleOf(module: ParsedModule): CapturedModule;
  loadModule(file: string): ParsedModule | null;
  nextIndex(name: string): number;
  /** Takes a value along under a key of its own. */
  keepValue(name: string, value: unknown, holder: Frame | null): CapturedContent;
  /** Says how a captured value travels, and has everything looked at that it leads to. */
  contentOf(found: FoundValue): Promise<CapturedContent>;
}

export function createGraphBuilder(
  module: ParsedModule,
  units: readonly ModuleUnit[],
  inspector: FunctionInspector,
  contentOf: (builder: GraphBuilder, found: FoundValue) => Promise<CapturedContent>,
): GraphBuilder {
  const entry = createModule(module, units);
  const modules = new Map([[module.file, entry]]);
  const values = new Map<string, unknown>();
  const holders = new Map<string, Frame>();
  let count = 0;
  const builder: GraphBuilder = {
    entry,
    modules,
    values,
    keysWithFunctions: new Set(),
    holders,
    known: new Map(),
    slots: new Map(),
    inspector,
    pending: [],
    moduleOf(wanted) {
      const found = modules.get(wanted.file) ?? createModule(wanted, moduleUnits(wanted.program));
      modules.set(wanted.file, found);
      return found;
    },
    loadModule: (file) => modules.get(file)?.module ?? loadModuleFile(file),
    nextIndex(name) {
      count += 1;
      if (count > maximumFunctions) throw uncapturable(name, `it leads to more than ${maximumFunctions} functions`);
      return count;
    },
    keepValue(name, value, holder) {
      let key = name;
      for (let number = 2; values.has(key); number += 1) key = `${name} (${number})`;
      values.set(key, value);
      if (holder !== null) holders.set(key, holder);
      return { kind: "value", key };
    },
    contentOf: (found) => contentOf(builder, found),
  };
  return builder;
}

function createModule(module: ParsedModule, units: readonly ModuleUnit[]): CapturedModule {
  return { module, units, roots: new Set(), frames: [], slots: [], imports: new Map() };
}

/** The expression for a member of an imported module; the module is imported under a name of its own. */
export function importedText(module: CapturedModule, specifier: string, path: readonly string[]): string {
  const name = module.imports.get(specifier) ?? `$prefectImport${module.imports.size + 1}`;
  module.imports.set(specifier, name);
  return [name, ...path].join(".");
}
