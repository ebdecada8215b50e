/** Why a file cannot be included. */
export type PathProblemType =
  | "empty"
  | "whitespace"
  | "null_byte"
  | "absolute"
  | "traversal"
  | "not_found"
  | "broken_symlink"
  | "symlink_loop"
  | "sensitive";

/** One pattern or file that is refused. */
export interface PathProblem {
  readonly errorType: PathProblemType;
  readonly inputPath: string;
  readonly message: string;
  readonly suggestion: string;
}

const explanations: Readonly<Record<PathProblemType, readonly [message: string, suggestion: string]>> = {
  empty: ["is an empty string", "remove it"],
  whitespace: ["consists of whitespace", "remove it"],
  null_byte: ["contains a null byte", "remove the byte"],
  absolute: ["is an absolute path", "write it relative to the flow's directory"],
  traversal: ["leads out of the flow's directory", "move or copy the file below that directory"],
  not_found: ["does not exist", "check the spelling, or create the file"],
  broken_symlink: ["is a symbolic link to nothing", "mend the link"],
  symlink_loop: ["is a symbolic link that leads in a circle or over more than 10 links", "mend the link"],
  sensitive: [
    "looks like a secret and is not named exactly",
    "name it exactly if it must travel, or leave it out with '!' or in .prefectignore",
  ],
};

export function toPathProblem(errorType: PathProblemType, inputPath: string): PathProblem {
  const [message, suggestion] = explanations[errorType];
  return { errorType, inputPath, message, suggestion };
}
