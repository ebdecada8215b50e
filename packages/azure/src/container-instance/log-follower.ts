/** A line of a container's output. */
export interface LogLine {
  readonly timestamp: Date;
  readonly text: string;
}

/** What a look at a log gave. */
export interface LogStep {
  readonly lines: readonly LogLine[];
  /** Whether lines between those before and these were never seen: more was printed than Azure keeps. */
  readonly hasGap: boolean;
}

/** How far a log has been read that can only be read from its end, or as far back as Azure keeps it. */
export interface LogFollower {
  /**
   * Takes note of a look; `null` where its first line is after the last known one, and a longer look may close the gap.
   * `isWhole`: there is no longer look. `isFinal`: nothing will follow, so that a last line needs no end.
   */
  take(content: string, look: { readonly isWhole: boolean; readonly isFinal: boolean }): LogStep | null;
}

/** So much of the end of what is known finds its place again: every line begins with its time in nanoseconds. */
const anchorLength = 2048;

/** Pure but for its position. */
export function createLogFollower(): LogFollower {
  // The last complete lines that were given, and how much was given before them in all.
  let anchor = "";
  return {
    take(content, { isWhole, isFinal }) {
      const at = anchor === "" ? 0 : content.lastIndexOf(anchor);
      if (at === -1 && !isWhole) {
        const from = findPartialAnchor(content, anchor);
        return from === null ? null : advance(content, from, isFinal, false);
      }
      const isFirst = anchor === "";
      if (isFirst && !isWhole) return null;
      if (at !== -1) return advance(content, isFirst ? 0 : at + anchor.length, isFinal, false);
      const from = findPartialAnchor(content, anchor);
      return advance(content, from ?? 0, isFinal, from === null);
    },
  };

  function advance(content: string, from: number, isFinal: boolean, hasGap: boolean): LogStep {
    const end = isFinal ? content.length : content.lastIndexOf("\n") + 1;
    const fresh = content.slice(from, Math.max(from, end));
    if (fresh !== "") anchor = wholeLines((hasGap ? fresh : anchor + fresh).slice(-anchorLength * 2));
    return { lines: toLines(fresh), hasGap };
  }
}

/** The end of a text, beginning with a whole line where there is one. */
function wholeLines(text: string): string {
  if (text.length <= anchorLength) return text;
  const cut = text.slice(-anchorLength);
  const lineEnd = cut.indexOf("\n");
  return lineEnd === -1 || lineEnd === cut.length - 1 ? cut : cut.slice(lineEnd + 1);
}

/** Where a look that begins within the anchor goes on after it; `null` where it does not. */
function findPartialAnchor(content: string, anchor: string): number | null {
  for (
    let start = anchor.indexOf("\n") + 1;
    start > 0 && start < anchor.length;
    start = anchor.indexOf("\n", start) + 1
  ) {
    const rest = anchor.slice(start);
    if (content.startsWith(rest)) return rest.length;
  }
  return null;
}

function toLines(text: string): readonly LogLine[] {
  if (text === "") return [];
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return lines.map((line) => {
    const blank = line.indexOf(" ");
    const time = new Date(blank === -1 ? line : line.slice(0, blank));
    const isTimed = !Number.isNaN(time.getTime());
    const words = isTimed ? (blank === -1 ? "" : line.slice(blank + 1)) : line;
    return { timestamp: isTimed ? time : new Date(), text: words.endsWith("\r") ? words.slice(0, -1) : words };
  });
}
