import { StringDecoder } from "node:string_decoder";

/**
 * The lines of a stream of UTF-8 text, without their ends. One that is longer than the limit comes in pieces, so that a
 * process which never ends its line cannot fill the memory.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array>,
  maximumCharacters: number,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield* pieces(withoutCarriageReturn(line), maximumCharacters);
    while (rest.length > maximumCharacters) {
      yield rest.slice(0, maximumCharacters);
      rest = rest.slice(maximumCharacters);
    }
  }
  rest += decoder.end();
  if (rest !== "") yield* pieces(withoutCarriageReturn(rest), maximumCharacters);
}

function* pieces(line: string, maximumCharacters: number): Generator<string, void, undefined> {
  let at = 0;
  do {
    yield line.slice(at, at + maximumCharacters);
    at += maximumCharacters;
  } while (at < line.length);
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
