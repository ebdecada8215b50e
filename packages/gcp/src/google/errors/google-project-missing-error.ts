import { PrefectError } from "prefect-core/provider";

/** Nobody says in which project of Google Cloud to work. */
export class GoogleProjectMissingError extends PrefectError {
  constructor() {
    super(
      "No Google Cloud project is known. Set `project` of the gcp-credentials block, GOOGLE_CLOUD_PROJECT, or gcloud's " +
        "own (`gcloud config set project PROJECT`).",
    );
  }
}
