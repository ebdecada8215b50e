/** Where this package lies, as stacks name it; inside a bundle the engine alone. */
const ownCode = import.meta.url.replace(/\/(?:dist|src)\/[^]*$/, "/");

/** Lets an error's stack begin in the code that called this package, since what went wrong did not happen in between. */
export function hideOwnFrames(error: Error): void {
  if (typeof error.stack === "string") error.stack = withoutOwnFrames(error.stack, ownCode);
}

/** The stack without its first frames where those are in `code`; as it is where no other frame follows. Pure. */
export function withoutOwnFrames(stack: string, code: string): string {
  const lines = stack.split("\n");
  const isOwn = (line: string): boolean => isInside(line, code);
  const top = lines.findIndex((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  const caller = lines.findIndex((line, index) => index >= top && !isOwn(line));
  return top === -1 || caller === -1 ? stack : [...lines.slice(0, top), ...lines.slice(caller)].join("\n");
}

/** The frames of a stack that are in nobody's code but the program's. Pure. */
export function programFrames(stack: string, code: string = ownCode): string[] {
  return stack.split("\n").filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line) && !isInside(line, code));
}

/** In `code`, or inside Node.js. */
function isInside(line: string, code: string): boolean {
  return line.includes(code) || /\(node:|at (?:async )?node:/.test(line);
}
