import { expect, jest, test } from "@jest/globals";
import { resumedChunks } from "./resumed-chunks.ts";

const object = "0123456789";
const reset = new Error("connection reset");
const transience = (error: unknown) => (error === reset ? {} : null);

/** Gives two bytes at a time, and breaks after each time that `breaks` says so. */
function openAt(breaks: () => Error | null) {
  return jest.fn(async (position: number) =>
    (async function* () {
      for (let at = position; at < object.length; at += 2) {
        yield Buffer.from(object.slice(at, at + 2));
        const error = breaks();
        if (error !== null) throw error;
      }
    })(),
  );
}

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let read = "";
  for await (const chunk of chunks) read += Buffer.from(chunk).toString();
  return read;
}

test("a reading that breaks goes on at the byte where it broke", async () => {
  let broken = 0;
  const open = openAt(() => (++broken === 2 || broken === 3 ? reset : null));
  expect(await text(resumedChunks(open, { transience }))).toBe(object);
  expect(open.mock.calls).toEqual([[0], [4], [6]]);
});

test("what does not pass by itself is thrown as it is, without a second try", async () => {
  const denied = new Error("denied");
  const open = openAt(() => denied);
  await expect(text(resumedChunks(open, { transience }))).rejects.toBe(denied);
  expect(open).toHaveBeenCalledTimes(1);
});

test("a store that gives nothing at all is asked as often as its failure allows", async () => {
  const open = jest.fn(() => Promise.reject(reset));
  const reading = text(resumedChunks(open, { transience: () => ({ attempts: 3 }) }));
  await expect(reading).rejects.toBe(reset);
  expect(open).toHaveBeenCalledTimes(3);
});

test("a reader that stops closes the connection", async () => {
  const close = jest.fn();
  const open = async (): Promise<AsyncIterable<Uint8Array>> =>
    (async function* () {
      try {
        for (;;) yield Buffer.from("x");
      } finally {
        close();
      }
    })();
  for await (const chunk of resumedChunks(open, { transience })) {
    expect(chunk).toHaveLength(1);
    break;
  }
  expect(close).toHaveBeenCalledTimes(1);
});

test("an abort between two chunks ends the reading with its reason", async () => {
  const reason = new Error("no longer wanted");
  const controller = new AbortController();
  const reading = (async () => {
    for await (const chunk of resumedChunks(
      openAt(() => null),
      { transience, signal: controller.signal },
    )) {
      controller.abort(reason);
      expect(chunk).toHaveLength(2);
    }
  })();
  await expect(reading).rejects.toBe(reason);
});
