import { expect, test } from "@jest/globals";
import { loadGcloudProperties } from "../google/gcloud-properties.ts";
import { endpointOf } from "../google/google-endpoint.ts";
import type { GoogleSession } from "../google/google-session.ts";
import { connectToVertexAi } from "./vertex-ai-client.ts";

async function endpointIn(region: string, overrides: Readonly<Record<string, string>> = {}): Promise<string> {
  const properties = await loadGcloudProperties({ CLOUDSDK_CONFIG: "/nowhere", ...overrides });
  const endpoint: GoogleSession["endpoint"] = (service, usualHost) => endpointOf(service, properties, usualHost);
  return (await connectToVertexAi({ endpoint } as GoogleSession, region)).endpoint;
}

test("each region is asked at its own host, or where gcloud is told", async () => {
  expect(await endpointIn("europe-west4")).toBe("https://europe-west4-aiplatform.googleapis.com");
  const override = { CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM: "https://aiplatform.p.googleapis.com/" };
  expect(await endpointIn("europe-west4", override)).toBe("https://aiplatform.p.googleapis.com");
});
