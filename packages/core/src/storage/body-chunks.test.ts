import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "@jest/globals";
import { bodyChunks } from "./body-chunks.ts";

test("chunks that went by are not kept, however long the signal lives", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const seen: WeakRef<Uint8Array>[] = [];
  async function* many(): AsyncGenerator<Uint8Array, void> {
    for (let count = 0; count < 100; count++) yield new Uint8Array(10_000);
  }
  let chunks = 0;
  for await (const chunk of bodyChunks(many(), new AbortController().signal)) {
    seen.push(new WeakRef(chunk));
    if (++chunks < 100) continue;
    // What was seen in this turn of the loop is kept until the next.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(seen.filter((reference) => reference.deref() !== undefined).length).toBeLessThan(10);
  }
});
