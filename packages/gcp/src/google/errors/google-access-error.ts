import { commandLine } from "prefect-core/provider";
import { GoogleApiError, type GoogleRefusal } from "./google-api-error.ts";

/** The credentials are not known to Google, or may not do what runs need. */
export class GoogleAccessError extends GoogleApiError {
  /** Such as `run.jobs.create`; `null` where Google does not name it. */
  readonly permission: string | null;

  constructor(refusal: GoogleRefusal) {
    const permission = /[Pp]ermission[: ]+'?([a-z]+\.[a-zA-Z]+\.[a-zA-Z]+)'?/.exec(refusal.detail)?.[1] ?? null;
    const hint =
      refusal.code === "UNAUTHENTICATED"
        ? " Log in again (`gcloud auth application-default login`), or renew the key of the block gcp-credentials."
        : ` Grant the roles of prefect-gcp's README; \`${commandLine("work-pool check NAME")}\` names every permission that is missing.`;
    super(refusal, hint);
    this.permission = permission;
  }
}
