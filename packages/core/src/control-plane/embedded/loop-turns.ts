import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers";

/** How long work may go on before timers, messages and signals of the process have their turn. */
const longestHoldMilliseconds = 5;

/** Does synchronous work at once, or after the event loop's next turn where such work has held it for long. */
export type WithinTurns = <T>(work: () => T) => Promise<T>;

/**
 * Keeps work that is done at once from holding the event loop for as long as it comes. What waits together for a turn
 * shares the next hold, and waits again where that is used up.
 */
export function createLoopTurns(): WithinTurns {
  let heldSince = 0;
  let turn: Promise<void> | null = null;

  function hold(): Promise<void> {
    heldSince = performance.now();
    return new Promise((resolve) => {
      setImmediate(() => {
        turn = null;
        resolve();
      });
    });
  }

  return async (work) => {
    turn ??= hold();
    while (performance.now() - heldSince > longestHoldMilliseconds) {
      await turn;
      turn ??= hold();
    }
    return work();
  };
}
