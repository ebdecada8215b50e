import { PrefectError } from "prefect-core/provider";

/** Nobody says in which region of Google Cloud to work. */
export class GoogleRegionMissingError extends PrefectError {
  constructor({ service }: { readonly service: "run" | "ai" }) {
    super(
      "No Google Cloud region is known. Set the option `region`, that of the work pool, " +
        `CLOUDSDK_${service.toUpperCase()}_REGION, or gcloud's own (\`gcloud config set ${service}/region us-central1\`).`,
    );
  }
}
