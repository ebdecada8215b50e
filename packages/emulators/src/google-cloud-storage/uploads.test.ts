import { request } from "node:http";
import { expect, test } from "@jest/globals";
import { startTestStorage, type TestStorage } from "./test-storage.ts";

const unit = 256 * 1024;
const bytes = Buffer.from(Uint32Array.from({ length: (3 * unit) / 4 + 10 }, (_, index) => index).buffer);

async function begin(storage: TestStorage, query: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await fetch(storage.uploads({ uploadType: "resumable", name: "a", ...query }), { method: "POST" });
  return answer.headers.get("location") ?? "";
}

async function put(session: string, range: string, body: Uint8Array | null, headers: Record<string, string> = {}) {
  const answer = await fetch(session, {
    method: "PUT",
    headers: { "content-range": `bytes ${range}`, ...headers },
    body: body === null ? null : Buffer.from(body),
  });
  const text = await answer.text();
  return { status: answer.status, held: answer.headers.get("range"), text };
}

const isStored = async (storage: TestStorage): Promise<boolean> => {
  const answer = await fetch(storage.object("a", { alt: "media" }));
  return Buffer.from(await answer.arrayBuffer()).equals(bytes);
};

test("an upload in pieces is asked how far it is, and is there with its last piece", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage);
  expect(await put(session, "*/*", null)).toMatchObject({ status: 308, held: null });
  const first = await put(session, `0-${2 * unit - 1}/*`, bytes.subarray(0, 2 * unit));
  expect(first).toMatchObject({ status: 308, held: `bytes=0-${2 * unit - 1}` });
  expect(await put(session, "*/*", null)).toEqual(first);
  expect((await fetch(storage.object("a"))).status).toBe(404);
  const rest = bytes.subarray(2 * unit);
  const last = await put(session, `${2 * unit}-${bytes.length - 1}/${bytes.length}`, rest);
  expect(last).toMatchObject({ status: 200, text: expect.stringContaining(`"size":"${bytes.length}"`) });
  expect(await isStored(storage)).toBe(true);
  expect(await put(session, `*/${bytes.length}`, null)).toMatchObject({ status: 200, text: last.text });
  expect(storage.requests.counts()).toMatchObject({ "begin uploads": 1, "put uploads": 5 });
});

test("a piece that begins after what is kept is refused; what is kept already is ignored", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage);
  await put(session, `0-${unit - 1}/*`, bytes.subarray(0, unit));
  const gap = await put(session, `${2 * unit}-${3 * unit - 1}/*`, bytes.subarray(2 * unit, 3 * unit));
  expect(gap.status).toBe(400);
  expect(gap.text).toContain(
    `the upload offset is ${2 * unit} byte(s), which exceeds already uploaded size of ${unit}`,
  );
  expect(await put(session, `0-${bytes.length - 1}/${bytes.length}`, bytes)).toMatchObject({ status: 200 });
  expect(await isStored(storage)).toBe(true);
});

test("of a piece that is not a multiple of 256 KiB the rest is lost", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage);
  const sent = bytes.subarray(0, unit + 5);
  expect(await put(session, `0-${unit + 4}/*`, sent)).toMatchObject({ status: 308, held: `bytes=0-${unit - 1}` });
});

test("of a piece whose connection broke, what came is kept", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage);
  const broken = request(session, {
    method: "PUT",
    headers: { "content-range": `bytes 0-${bytes.length - 1}/${bytes.length}`, "content-length": bytes.length },
  });
  const failed = new Promise((resolve) => broken.once("error", resolve));
  await new Promise<void>((resolve) => broken.write(bytes.subarray(0, unit + 100), () => resolve()));
  broken.destroy();
  await failed;
  // Whatever arrived before the connection broke, and the rest from there.
  const { status, held } = await put(session, "*/*", null);
  expect(status).toBe(308);
  const position = held === null ? 0 : Number(held.split("-")[1]) + 1;
  expect([0, unit]).toContain(position);
  const rest = await put(session, `${position}-${bytes.length - 1}/${bytes.length}`, bytes.subarray(position));
  expect(rest.status).toBe(200);
  expect(await isStored(storage)).toBe(true);
});

test("bytes with another checksum than they were sent with are never seen", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage);
  const range = `0-${bytes.length - 1}/${bytes.length}`;
  const refused = await put(session, range, bytes, { "x-goog-hash": "crc32c=AAAAAA==" });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain(`Provided CRC32C \\"AAAAAA==\\" doesn't match calculated CRC32C`);
  expect((await fetch(storage.object("a"))).status).toBe(404);
});

test("an upload only if absent that came too late is refused at its end", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage, { ifGenerationMatch: "0" });
  await storage.insert("a", "first");
  expect((await put(session, `0-${bytes.length - 1}/${bytes.length}`, bytes)).status).toBe(412);
  expect(await (await fetch(storage.object("a", { alt: "media" }))).text()).toBe("first");
});

test("an upload that was cancelled takes nothing more", async () => {
  await using storage = await startTestStorage();
  const session = await begin(storage);
  expect((await fetch(session, { method: "DELETE" })).status).toBe(499);
  expect((await put(session, `0-${bytes.length - 1}/${bytes.length}`, bytes)).status).toBe(410);
});

test.each([0, 1, 3, 70_000])("a multipart upload of %d bytes keeps fields and bytes", async (length) => {
  await using storage = await startTestStorage();
  const media = bytes.subarray(0, length);
  const resource = { name: "a", contentType: "text/plain", metadata: { mine: "yes" } };
  const head = `--x\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(resource)}\r\n--x\r\nContent-Type: image/png\r\n\r\n`;
  const answer = await fetch(storage.uploads({ uploadType: "multipart" }), {
    method: "POST",
    headers: { "content-type": "multipart/related; boundary=x" },
    body: Buffer.concat([Buffer.from(head), media, Buffer.from("\r\n--x--\r\n")]),
  });
  expect(await answer.json()).toMatchObject({ ...resource, size: String(length) });
  const stored = await fetch(storage.object("a", { alt: "media" }));
  expect(Buffer.from(await stored.arrayBuffer()).equals(media)).toBe(true);
});

test("a multipart body without its end is refused", async () => {
  await using storage = await startTestStorage();
  const answer = await fetch(storage.uploads({ uploadType: "multipart" }), {
    method: "POST",
    headers: { "content-type": "multipart/related; boundary=x" },
    body: `--x\r\n\r\n{"name":"a"}\r\n--x\r\n\r\nhalf`,
  });
  expect(answer.status).toBe(400);
  expect((await fetch(storage.object("a"))).status).toBe(404);
});
