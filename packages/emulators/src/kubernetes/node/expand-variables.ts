/** `$(NAME)` by its value, where it has one; `$$(NAME)` stays as `$(NAME)`. */
export function expandVariables(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(\$|\([^()\s]*\))/g, (whole, rest: string) => {
    if (rest === "$") return "$";
    const name = rest.slice(1, -1);
    return values[name] ?? whole;
  });
}
