import type { DefinitionSite, SourcePosition } from "../contracts/definition-site.ts";

/**
 * Records from where `below` was called: the position that V8 reports for the code that runs, and the stack as text
 * under whatever source-map hook is installed. Costs some microseconds and reads no file.
 *
 * @param below the function whose caller is wanted; it and everything it called are left out
 */
export function captureDefinitionSite(below: Function): DefinitionSite {
  const stackTraceLimit = Error.stackTraceLimit;
  // Most callers are plain; a few frames more let a reader skip what a hook inserts.
  Error.stackTraceLimit = 4;
  try {
    return { rawPosition: captureRawPosition(below), stack: captureStack(below) };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function captureStack(below: Function): string {
  const holder: { stack?: unknown } = {};
  Error.captureStackTrace(holder, below);
  return typeof holder.stack === "string" ? holder.stack : "";
}

function captureRawPosition(below: Function): SourcePosition | null {
  const prepareStackTrace = Error.prepareStackTrace;
  try {
    Error.prepareStackTrace = (_, callSites) => callSites[0];
    const holder: { stack?: NodeJS.CallSite | undefined } = {};
    Error.captureStackTrace(holder, below);
    // Reading the property is what formats it.
    const callSite = holder.stack;
    const file = callSite?.getFileName() ?? callSite?.getScriptNameOrSourceURL();
    const line = callSite?.getLineNumber();
    const column = callSite?.getColumnNumber();
    return file && line && column ? { file, line, column } : null;
  } finally {
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = prepareStackTrace;
  }
}
