const PLAIN_WORD = /^[\w@%+=:,./-]+$/u;

/** Words as one command line for a POSIX shell. */
export function joinShellWords(words: readonly string[]): string {
  return words.map((word) => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`)).join(" ");
}

/**
 * The words of a command line, as a POSIX shell splits them, without expanding anything.
 *
 * @throws SyntaxError where a quotation is not closed
 */
export function splitShellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: "'" | '"' | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote === null && /\s/u.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (quote === null && (character === "'" || character === '"')) {
      quote = character;
      word ??= "";
    } else if (character === quote) {
      quote = null;
    } else if (character === "\\" && isEscape(quote, line.charAt(index + 1))) {
      index += 1;
      word = (word ?? "") + line.charAt(index);
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== null) throw new SyntaxError(`no closing ${quote} in: ${line}`);
  if (word !== null) words.push(word);
  return words;
}

function isEscape(quote: "'" | '"' | null, next: string): boolean {
  if (quote === "'" || next === "") return false;
  return quote === null || next === '"' || next === "\\" || next === "$" || next === "`";
}
