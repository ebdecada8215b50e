import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { PassThroughClient } from "google-auth-library";
import { type HttpServer, startHttpServer } from "prefect-emulators/http";
import { loadGcloudProperties } from "./gcloud-properties.ts";
import { createImpersonatedClient } from "./impersonated-client.ts";

const scope = "https://www.googleapis.com/auth/cloud-platform";
const asked: { readonly path: string; readonly body: unknown }[] = [];
let server: HttpServer;

beforeAll(async () => {
  server = await startHttpServer({
    toOperation: () => "generate token",
    handle({ path, body }) {
      asked.push({ path, body: JSON.parse(String(body)) });
      if (!path.includes("nobody@"))
        return { body: { accessToken: "sesame", expireTime: new Date(Date.now() + 3_600_000).toISOString() } };
      const message = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";
      return { status: 403, body: { error: { code: 403, status: "PERMISSION_DENIED", message } } };
    },
  });
});
afterAll(() => server.close());

async function impersonate(accounts: string) {
  const environment = { CLOUDSDK_CONFIG: "/nowhere", CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: server.url };
  const properties = await loadGcloudProperties(environment);
  return createImpersonatedClient(new PassThroughClient(), accounts, { properties, scope });
}

test("the account is asked for a token, which goes along with every request while it is good", async () => {
  const client = await impersonate("flows@p.iam");
  for (const url of ["https://run.googleapis.com", "https://logging.googleapis.com"]) {
    expect((await client.getRequestHeaders(url)).get("authorization")).toBe("Bearer sesame");
  }
  expect(asked.splice(0)).toEqual([
    {
      path: "/v1/projects/-/serviceAccounts/flows@p.iam:generateAccessToken",
      body: { delegates: [], scope: [scope], lifetime: "3600s" },
    },
  ]);
});

test("of several accounts the last is impersonated, through those before it", async () => {
  await impersonate("one@p.iam, two@p.iam,flows@p.iam");
  expect(asked.splice(0)).toMatchObject([
    {
      path: "/v1/projects/-/serviceAccounts/flows@p.iam:generateAccessToken",
      body: { delegates: ["projects/-/serviceAccounts/one@p.iam", "projects/-/serviceAccounts/two@p.iam"] },
    },
  ]);
});

test("one that may not be impersonated is told with the permission, before anything else is asked", async () => {
  await expect(impersonate("nobody@p.iam")).rejects.toMatchObject({
    name: "GoogleAccessError",
    permission: "iam.serviceAccounts.getAccessToken",
    message: expect.stringContaining("refused to impersonate nobody@p.iam"),
  });
});
