import { resolveActiveProfile } from "../../settings/resolve-settings.ts";
import type { CliContext } from "../cli-context.ts";
import type { OutputOptions } from "../output/output-option.ts";
import { renderTable } from "../output/table.ts";

/** `prefect profile ls`: those of the file, and the active one where that is built in. */
export function listProfiles(context: CliContext, { output }: OutputOptions): void {
  const { profiles, name: active } = resolveActiveProfile(context.settingsContext);
  const names = Object.keys(profiles.profiles);
  if (output === "json") {
    context.printJson(names.map((name) => ({ name, active: name === active })));
    return;
  }
  const table = renderTable(context, {
    caption: "* active profile",
    columns: [{ header: "Available Profiles:", align: "right" }],
    rows: names.map((name) => [name === active ? context.paint("green", `* ${name}`) : name]),
  });
  context.print(table);
}
