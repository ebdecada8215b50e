import { Readable } from "node:stream";

/** Ends the wait for an engine that has taken a connection and says nothing on it. */
export interface AnswerLimit extends Disposable {
  /** Aborts once the engine has been silent for too long, or what it was given aborts. */
  readonly signal: AbortSignal;
  readonly isExceeded: boolean;
  /** What is sent; each piece that the engine takes gives it its time anew. */
  sending(pieces: Readable): Readable;
  /** What it sends; only the wait for the next piece counts, not what becomes of it. The limit ends with it. */
  receiving(pieces: Readable): Readable;
}

export function createAnswerLimit(milliseconds: number, outer?: AbortSignal): AnswerLimit {
  const silent = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => clearTimeout(timer);
  const begin = (): void => {
    end();
    timer = setTimeout(() => silent.abort(), milliseconds);
  };

  async function* passOn(pieces: Readable): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of pieces) {
      begin();
      yield piece as Uint8Array;
    }
  }

  async function* takeIn(pieces: Readable): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      begin();
      for await (const piece of pieces) {
        end();
        yield piece as Uint8Array;
        begin();
      }
    } finally {
      end();
    }
  }

  begin();
  return {
    signal: outer === undefined ? silent.signal : AbortSignal.any([outer, silent.signal]),
    get isExceeded() {
      return silent.signal.aborted;
    },
    sending: (pieces) => Readable.from(passOn(pieces), { objectMode: false }),
    receiving: (pieces) => Readable.from(takeIn(pieces), { objectMode: false }),
    [Symbol.dispose]: end,
  };
}
