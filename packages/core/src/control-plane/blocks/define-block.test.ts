import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Block } from "../../contracts/block.ts";
import type { BlockType } from "../../contracts/block-type.ts";
import { storeFileName } from "../embedded/open-database.ts";
import { openControlPlane } from "../open-control-plane.ts";
import { defineBlock } from "./define-block.ts";

interface KeyData {
  readonly user: string;
  readonly password?: string;
}

interface PlaceData {
  readonly place: string;
  readonly key?: Block<KeyData>;
}

function blockType(slug: string, fields: BlockType["fields"]): BlockType {
  return {
    specificationVersion: "v1",
    slug,
    name: slug,
    description: "For tests.",
    version: "1",
    capabilities: [],
    fields: { title: slug, type: "object", block_type_slug: slug, ...fields },
  };
}

const Key = defineBlock<KeyData>(
  blockType("test-key", {
    secret_fields: ["password"],
    properties: { user: { type: "string" }, password: { type: "string", format: "password" } },
    required: ["user"],
  }),
);
const Place = defineBlock<PlaceData>(
  blockType("test-place", {
    secret_fields: ["key.password"],
    properties: { place: { type: "string" }, key: { $ref: "#/definitions/Key" } },
    required: ["place"],
  }),
);

const before = { ...process.env };
let home = "";

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "prefect-blocks-"));
  process.env["PREFECT_HOME"] = home;
  delete process.env["PREFECT_API_URL"];
});

afterAll(async () => {
  await (await openControlPlane()).close();
  process.env = before;
  await rm(home, { recursive: true, force: true });
});

test("a saved block is loaded by its name with its secrets, which no print and no file shows", async () => {
  await new Key({ user: "me", password: "hunter2" }).save("mine");
  const key = await Key.load("mine");
  expect(key.data).toEqual({ user: "me", password: "hunter2" });
  expect(JSON.parse(JSON.stringify(key))).toEqual({ user: "me", password: "********" });
  expect(inspect({ key })).toContain("********");
  expect(inspect({ key })).not.toContain("hunter2");
  for (const file of [storeFileName, `${storeFileName}-wal`]) {
    expect(await readFile(join(home, file), "latin1").catch(() => "")).not.toContain("hunter2");
  }
});

test("a block refers to a saved block, and sees what that one becomes", async () => {
  const key = await new Key({ user: "me", password: "first" }).save("referred");
  await new Place({ place: "here", key }).save("here");
  await new Key({ user: "me", password: "second" }).save("referred", { overwrite: true });
  const place = await Place.load("here");
  expect(place.data.key?.data).toEqual({ user: "me", password: "second" });
  expect(place.data.key?.name).toBe("referred");
  for (const shown of [inspect(place), JSON.stringify(place)]) {
    expect(shown).toContain("********");
    expect(shown).not.toContain("second");
  }
  await place.save("there");
  expect((await Place.load("there")).data.key?.blockDocumentId).toBe(key.blockDocumentId);
});

test("what a block may not be is refused before anything is stored, with what to do", async () => {
  const key = new Key({ user: "me" });
  await key.save("taken");
  await expect(key.save("taken")).rejects.toThrow("replace it: with { overwrite: true } in code");
  await expect(key.save("No Such Name")).rejects.toThrow('its field "name" must be of lower-case letters');
  await expect(new Key({} as KeyData).save("empty")).rejects.toThrow('its field "user" is missing');
  const misspelt = { user: "me", pasword: "hunter2" };
  await expect(new Key(misspelt).save("empty")).rejects.toThrow('"pasword" is unknown: "password" may be meant');
  await expect(new Place({ place: "x", key: new Key({ user: "me" }) }).save("x")).rejects.toThrow(
    "Save that one first",
  );
  await expect(Key.load("empty")).rejects.toThrow("Block 'test-key/empty' does not exist.");
  await Key.delete("taken");
  await expect(Key.delete("taken")).rejects.toThrow("Block 'test-key/taken' does not exist.");
});

test("a block whose referred block was deleted is loaded without it", async () => {
  const key = await new Key({ user: "me" }).save("short-lived");
  await new Place({ place: "here", key }).save("left-behind");
  await Key.delete("short-lived");
  expect((await Place.load("left-behind")).data).toEqual({ place: "here" });
});
