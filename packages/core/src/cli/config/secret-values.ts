import { findSettingDefinition } from "../../settings/setting-definitions.ts";

/** What stands in a view for a value that it hides. */
const hiddenValue = "********";

const secretWords = /KEY|SECRET|PASSWORD|TOKEN|AUTH|CREDENTIAL|CONNECTION_URL|HEADERS/;

/**
 * Whether views hide the setting's value. Of a setting that is not known here, as Prefect's Python edition has many, the
 * name decides.
 */
function isSecretSetting(name: string): boolean {
  const definition = findSettingDefinition(name);
  return definition === undefined ? secretWords.test(name) : definition.secret === true;
}

/** The value as a view shows it. */
export function toShownValue(name: string, value: unknown, showSecrets: boolean): string {
  if (value === null) return "None";
  if (!showSecrets && isSecretSetting(name)) return hiddenValue;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
