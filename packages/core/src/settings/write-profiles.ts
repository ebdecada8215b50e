import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SettingsFileError } from "../errors/settings-file-error.ts";
import type { Profiles } from "./profiles.ts";
import { loadToml, readTomlFile } from "./toml-file.ts";

/**
 * Replaces the profiles of a file and leaves its other keys. Readers see the old file or the new one, never a part;
 * it is readable by its owner alone, since profiles hold API keys. Throws `SettingsFileError` where it cannot be written.
 */
export function writeProfiles(file: string, profiles: Profiles): void {
  const { active: _active, profiles: _profiles, ...others } = readTomlFile(file) ?? {};
  const active = profiles.active === null ? {} : { active: profiles.active };
  const source = loadToml().stringify({ ...active, ...others, profiles: profiles.profiles });
  try {
    mkdirSync(dirname(file), { recursive: true });
    replaceFile(followLink(file), source);
  } catch (cause) {
    throw new SettingsFileError({ file, problem: "cannot be written", cause });
  }
}

function replaceFile(file: string, contents: string): void {
  const temporary = `${file}.${randomUUID()}`;
  try {
    const descriptor = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(descriptor, contents);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The file itself: renaming onto a symbolic link would replace the link. */
function followLink(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
