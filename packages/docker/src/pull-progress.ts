/** A line of the engine's answer to a pull. */
export interface PullLine {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

/** The lines of a pull, however its bytes arrive. */
export async function* readPullLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<PullLine, void, undefined> {
  const decoder = new TextDecoder();
  let unfinished = "";
  for await (const chunk of stream) {
    const lines = (unfinished + decoder.decode(chunk, { stream: true })).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as PullLine;
  }
  if (unfinished.trim() !== "") yield JSON.parse(unfinished) as PullLine;
}

/** What is known of a pull under way. */
export interface PullProgress {
  /** Takes in a line. */
  add(line: PullLine): void;
  /** `3 of 5 layers, 41 of 104 MB` */
  describe(): string;
}

const bytesPerMegabyte = 1e6;

export function createPullProgress(): PullProgress {
  const layers = new Map<string, { isDone: boolean; current: number; total: number }>();
  return {
    add({ id, status, progressDetail }) {
      if (id === undefined || status === undefined || status.startsWith("Pulling from")) return;
      const known = layers.get(id) ?? { isDone: false, current: 0, total: 0 };
      if (status === "Downloading") {
        known.current = progressDetail?.current ?? known.current;
        known.total = progressDetail?.total ?? known.total;
      }
      if (status === "Download complete") known.current = known.total;
      known.isDone ||= status === "Pull complete" || status === "Already exists";
      layers.set(id, known);
    },
    describe() {
      const all = [...layers.values()];
      const megabytes = (key: "current" | "total"): string =>
        (all.reduce((sum, layer) => sum + layer[key], 0) / bytesPerMegabyte).toFixed(0);
      const done = all.filter(({ isDone }) => isDone).length;
      return `${done} of ${all.length} layers, ${megabytes("current")} of ${megabytes("total")} MB`;
    },
  };
}
