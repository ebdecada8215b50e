import { AzureApiError } from "./azure-api-error.ts";

/** The resource group, or the subscription, of a work pool does not exist. */
export class ResourceGroupNotFoundError extends AzureApiError {
  readonly resourceGroup: string;

  constructor({
    resourceGroup,
    ...fields
  }: {
    operation: string;
    statusCode: number;
    code: string;
    detail: string;
    resourceGroup: string;
  }) {
    super({
      ...fields,
      hint:
        ` Create it (\`az group create --name ${resourceGroup} --location REGION\`), or name another with the options ` +
        "`resourceGroupName` and `subscriptionId`.",
    });
    this.resourceGroup = resourceGroup;
  }
}
