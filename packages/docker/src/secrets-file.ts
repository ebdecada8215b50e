import type { DeliveredFile } from "prefect-core/provider";
import { deliveryRoot } from "./delivery-root.ts";

/** Where the runner finds the secrets of its run, by the variable that names the file. */
export const secretsFile: { readonly path: string; readonly variable: string } = {
  path: `${deliveryRoot}/secrets/secrets.json`,
  variable: "PREFECT__RUNNER_SECRETS_FILE",
};

/** Secrets as a file that only the command's user can read; none where there are none. */
export function toSecretsFiles(secrets: Readonly<Record<string, string>> | undefined): readonly DeliveredFile[] {
  if (secrets === undefined) return [];
  const content = Buffer.from(JSON.stringify(secrets));
  return [
    {
      path: secretsFile.path,
      bytes: content.byteLength,
      isSecret: true,
      async *content() {
        yield content;
      },
    },
  ];
}
