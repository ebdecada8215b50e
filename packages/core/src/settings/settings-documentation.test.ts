import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { settingDefinitions, type SettingDefinition } from "./setting-definitions.ts";

const documentation = readFileSync(join(import.meta.dirname, "../../../../docs/settings.md"), "utf8");

test.each(
  Object.values<SettingDefinition>(settingDefinitions).map((definition) => [definition.name, definition] as const),
)("docs/settings.md says of %s what is true", (name, { aliases = [], tomlPath, default: initial, description }) => {
  const row = documentation.split("\n").find((line) => line.startsWith(`| \`${name}\``)) ?? "";
  const cells = row.split("|").map((cell) => cell.trim());
  const names = [name, ...aliases].map((written) => `\`${written}\``).join(", ");
  expect(cells).toEqual(["", names, `\`${tomlPath}\``, initial ? `\`${initial}\`` : "", description, ""]);
});

test("docs/settings.md names no setting that is not read", () => {
  const documented = [...documentation.matchAll(/^\| `(PREFECT_\w+)`/gm)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual(
    Object.values(settingDefinitions)
      .map(({ name }) => name)
      .toSorted(),
  );
});
