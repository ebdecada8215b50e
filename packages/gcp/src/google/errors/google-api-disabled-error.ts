import { GoogleApiError, type GoogleRefusal } from "./google-api-error.ts";

/** The project has not enabled the API of a service. */
export class GoogleApiDisabledError extends GoogleApiError {
  /** Such as `run.googleapis.com`. */
  readonly service: string;

  constructor({
    service,
    project,
    ...refusal
  }: GoogleRefusal & { readonly service: string; readonly project: string }) {
    const hint =
      ` Enable it (\`gcloud services enable ${service} --project ${project}\`) and wait a few minutes, or choose another ` +
      "project.";
    super(refusal, hint);
    this.service = service;
  }
}
