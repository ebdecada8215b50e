import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { startTestStorage } from "./test-storage.ts";

const body = "0123456789";

test("an object comes back with its checksums and its generation, which each write raises", async () => {
  await using storage = await startTestStorage();
  const first = (await (await storage.insert("a/b", body)).json()) as { generation: string };
  const resource = (await (await fetch(storage.object("a/b"))).json()) as object;
  expect(resource).toMatchObject({
    ...first,
    kind: "storage#object",
    name: "a/b",
    bucket: "data",
    size: "10",
    crc32c: "KAwGng==",
    md5Hash: createHash("md5").update(body).digest("base64"),
  });
  const media = await fetch(storage.object("a/b", { alt: "media" }));
  expect(await media.text()).toBe(body);
  expect(media.headers.get("x-goog-generation")).toBe(first.generation);
  expect(media.headers.get("x-goog-hash")).toContain("crc32c=KAwGng==,md5=");
  const second = (await (await storage.insert("a/b", "new")).json()) as { generation: string };
  expect(BigInt(second.generation)).toBeGreaterThan(BigInt(first.generation));
  const old = await fetch(storage.object("a/b", { alt: "media", generation: first.generation }));
  expect([old.status, await old.text()]).toEqual([404, `No such object: data/a/b#${first.generation}`]);
});

test.each([
  ["bytes=2-4", "234", "bytes 2-4/10"],
  ["bytes=7-", "789", "bytes 7-9/10"],
  ["bytes=8-100", "89", "bytes 8-9/10"],
  ["bytes=-3", "789", "bytes 7-9/10"],
])("%s gives a part", async (range, part, contentRange) => {
  await using storage = await startTestStorage();
  await storage.insert("a", body);
  const answer = await fetch(storage.object("a", { alt: "media" }), { headers: { range } });
  expect([answer.status, answer.headers.get("content-range"), await answer.text()]).toEqual([206, contentRange, part]);
});

test("a range after the last byte is refused", async () => {
  await using storage = await startTestStorage();
  await storage.insert("a", body);
  const answer = await fetch(storage.object("a", { alt: "media" }), { headers: { range: "bytes=10-" } });
  expect(answer.status).toBe(416);
});

test("generations that do not match are refused in Google's words", async () => {
  await using storage = await startTestStorage();
  expect((await storage.insert("a", body, { ifGenerationMatch: "0" })).status).toBe(200);
  const refused = await storage.insert("a", "other", { ifGenerationMatch: "0" });
  expect(refused.status).toBe(412);
  expect(await refused.json()).toEqual({
    error: {
      code: 412,
      message: "At least one of the pre-conditions you specified did not hold.",
      errors: [
        {
          message: "At least one of the pre-conditions you specified did not hold.",
          domain: "global",
          reason: "conditionNotMet",
          locationType: "header",
          location: "If-Match",
        },
      ],
    },
  });
  const kept = await fetch(storage.object("a", { ifGenerationMatch: "1" }), { method: "DELETE" });
  expect(kept.status).toBe(412);
  expect(await (await fetch(storage.object("a", { alt: "media" }))).text()).toBe(body);
});

test("of many writers of one object exactly one creates it", async () => {
  await using storage = await startTestStorage();
  const writers = Array.from({ length: 10 }, (_, writer) =>
    storage.insert("a", `writer ${writer}`, { ifGenerationMatch: "0" }),
  );
  const statuses = (await Promise.all(writers)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
});

test("pages of a list follow each other in the order of UTF-8 bytes, below a prefix", async () => {
  await using storage = await startTestStorage();
  const names = ["p/\u{1f600}", "p/\uffee", "p/b", "p/a", "q/c"];
  for (const name of names) await storage.insert(name, body);
  const found: string[] = [];
  let pageToken: string | undefined = "";
  for (let pages = 0; pageToken !== undefined && pages < 5; pages += 1) {
    const query: Record<string, string> = { prefix: "p/", maxResults: "2", ...(pageToken === "" ? {} : { pageToken }) };
    const answer = await fetch(`${storage.url}/storage/v1/b/data/o?${new URLSearchParams(query)}`);
    const page = (await answer.json()) as { items: { name: string }[]; nextPageToken?: string };
    expect(page.items.length).toBeLessThanOrEqual(2);
    found.push(...page.items.map(({ name }) => name));
    pageToken = page.nextPageToken;
  }
  expect(found).toEqual(["p/a", "p/b", "p/\uffee", "p/\u{1f600}"]);
});

test("what is not there is named as Google names it", async () => {
  await using storage = await startTestStorage();
  const message = async (url: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(url, init);
    return [answer.status, ((await answer.json()) as { error: { message: string } }).error.message];
  };
  expect(await message(storage.object("gone"))).toEqual([404, "No such object: data/gone"]);
  expect(await message(storage.object("gone"), { method: "DELETE" })).toEqual([404, "No such object: data/gone"]);
  const noBucket = [404, "The specified bucket does not exist."];
  for (const path of ["/storage/v1/b/none", "/storage/v1/b/none/o", "/b/none/o/x"]) {
    expect(await message(storage.url + path)).toEqual(noBucket);
  }
  const upload = `${storage.url}/upload/storage/v1/b/none/o?uploadType=media&name=x`;
  expect(await message(upload, { method: "POST", body })).toEqual(noBucket);
});

test("a reader gets the object that it opened, though it is deleted meanwhile", async () => {
  await using storage = await startTestStorage();
  const bytes = Buffer.alloc(20_000_000, "x");
  await storage.insert("a", bytes);
  const answer = await fetch(storage.object("a", { alt: "media" }));
  expect((await fetch(storage.object("a"), { method: "DELETE" })).status).toBe(204);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});
