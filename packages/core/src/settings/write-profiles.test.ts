import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readProfiles, withProfile, withoutProfile } from "./profiles.ts";
import { writeProfiles } from "./write-profiles.ts";

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "profiles-"));
  file = join(directory, "home", "profiles.toml");
});

afterEach(() => rmSync(directory, { recursive: true }));

test("what is written is read back, in a file that only its owner can read", () => {
  const profiles = withProfile({ active: "team", profiles: {} }, "team", {
    PREFECT_API_KEY: "k",
    PREFECT_NEW_THING: 3,
  });
  writeProfiles(file, profiles);
  expect(readProfiles(file)).toEqual(profiles);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(directory, "home"))).toEqual(["profiles.toml"]);
});

test("settings and keys that are not known here survive", () => {
  mkdirSync(join(directory, "home"));
  writeFileSync(file, 'note = "ours"\n[profiles.a]\nPREFECT_SERVER_DATABASE_NAME = "x"\n[profiles.b]\n');
  writeProfiles(file, withoutProfile(readProfiles(file), "b"));
  expect(readFileSync(file, "utf8")).toContain('note = "ours"');
  expect(readProfiles(file)).toEqual({ active: null, profiles: { a: { PREFECT_SERVER_DATABASE_NAME: "x" } } });
});

test("a link to a file kept elsewhere stays a link", () => {
  mkdirSync(join(directory, "home"));
  const target = join(directory, "dotfiles.toml");
  writeFileSync(target, "");
  symlinkSync(target, file);
  writeProfiles(file, { active: "a", profiles: { a: {} } });
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readProfiles(target).active).toBe("a");
});

test("a directory that cannot be made is an error that names the file", () => {
  writeFileSync(join(directory, "home"), "");
  expect(() => writeProfiles(file, { active: null, profiles: {} })).toThrow(expect.objectContaining({ file }));
});
