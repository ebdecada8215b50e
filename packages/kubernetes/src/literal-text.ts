/**
 * A text that arrives as it is as an argument or a variable of a container: the cluster puts variables in for `$(NAME)`,
 * and takes `$$` for one `$`.
 */
export function toLiteral(text: string): string {
  return /\$[$(]/.test(text) ? text.replaceAll("$", "$$$$") : text;
}
