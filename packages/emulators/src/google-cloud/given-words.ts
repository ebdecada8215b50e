/** Words of a command, where there are any: an empty list of a message is none. */
export function givenWords(words: readonly string[] | undefined): readonly string[] | null {
  return words === undefined || words.length === 0 ? null : words;
}
