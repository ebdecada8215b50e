import { commandLine } from "prefect-core/provider";
import { AzureApiError } from "./azure-api-error.ts";

/** The credentials are not known to Azure, or may not do what runs need. */
export class AzureAccessError extends AzureApiError {
  /** Such as `Microsoft.ContainerInstance/containerGroups/write`; `null` where Azure does not name it. */
  readonly action: string | null;

  constructor(fields: { operation: string; statusCode: number; code: string; detail: string }) {
    const action = /perform action '([^']+)'/.exec(fields.detail)?.[1] ?? null;
    const hint =
      fields.statusCode === 401
        ? " Renew the credentials (`az login`), or those of the block azure-container-instance-credentials."
        : ` Give them the role of prefect-azure's README; \`${commandLine("work-pool check NAME")}\` names every action that is missing.`;
    super({ ...fields, hint });
    this.action = action;
  }
}
