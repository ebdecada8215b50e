import { PrefectError } from "prefect-core/provider";

/** Vertex AI is not there in the region, or there is no such region. */
export class VertexAiRegionError extends PrefectError {
  readonly region: string;

  constructor({ region, cause }: { readonly region: string; readonly cause: Error }) {
    super(
      `Vertex AI is not to be had in the region ${region}: ${cause.message.replace(/\.$/, "")}. Set \`region\` to one of ` +
        "https://cloud.google.com/vertex-ai/docs/general/locations, such as us-central1, that your project may use.",
      { cause },
    );
    this.region = region;
  }
}
