import { commandLine } from "prefect-core/provider";
import { EcsApiError, type EcsApiErrorFields } from "./ecs-api-error.ts";

/** The credentials are none, not valid, or may not do what runs need. */
export class EcsAccessError extends EcsApiError {
  /** The IAM action that is not allowed; `null` where the credentials themselves are at fault. */
  readonly action: string | null;

  constructor({ action, ...fields }: Omit<EcsApiErrorFields, "hint"> & { action: string | null }) {
    const hint =
      action === null
        ? " Give this process credentials that are valid (`aws sts get-caller-identity` shows whether they are), or " +
          "name an aws-credentials block with `awsCredentials`."
        : ` Allow ${action} to them, as in the policy of the README of prefect-aws; ` +
          `\`${commandLine("work-pool check NAME")}\` names every action that is missing.`;
    super({ ...fields, hint });
    this.action = action;
  }
}
