import { expect, test } from "@jest/globals";
import { accountUrlOf, authorityHostOf } from "./azure-access.ts";
import { decodeTokenPrincipal } from "./token-principal.ts";
import { toAzureAccess } from "./to-azure-access.ts";

const block = "azure-blob-storage-credentials/mine";
const account_url = "https://test.blob.core.windows.net";

test.each([
  [
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn",
    "https://a.blob.core.chinacloudapi.cn",
  ],
  [
    "BlobEndpoint=https://a.blob.core.windows.net/?x=1;SharedAccessSignature=sv=1&sig=s",
    "https://a.blob.core.windows.net",
  ],
  ["UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1"],
])(
  "a connection string goes before a URL, and names its account without what proves it: %s",
  (connection_string, url) => {
    const access = toAzureAccess({ block, data: { connection_string, account_url } });
    expect(access).toEqual({ kind: "connection-string", connectionString: connection_string });
    expect(accountUrlOf(access)).toBe(url);
  },
);

test("a URL alone uses the default chain, with a principal that one", () => {
  expect(toAzureAccess({ block, data: { account_url } })).toEqual({
    kind: "default",
    accountUrl: account_url,
    authorityHost: null,
  });
  const principal = { tenant_id: "t", client_id: "c", client_secret: "s" };
  expect(toAzureAccess({ block, data: { account_url, ...principal } })).toEqual({
    kind: "service-principal",
    accountUrl: account_url,
    authorityHost: null,
    tenantId: "t",
    clientId: "c",
    clientSecret: "s",
  });
});

test("sovereign clouds have their own authority", () => {
  expect(authorityHostOf("https://a.blob.core.usgovcloudapi.net")).toBe("https://login.microsoftonline.us");
  expect(authorityHostOf("https://a.blob.core.chinacloudapi.cn")).toBe("https://login.chinacloudapi.cn");
  expect(authorityHostOf(account_url)).toBeNull();
});

test.each([
  [{}, "account_url"],
  [{ connection_string: "nonsense" }, "connection_string"],
  [{ account_url: "test.blob.core.windows.net" }, "account_url"],
  [{ account_url: "http://test.blob.core.windows.net" }, "account_url"],
  [{ account_url: `${account_url}?sig=secret` }, "account_url"],
  [{ account_url, client_id: "c", tenant_id: "t" }, "client_secret"],
])("a malformed block is refused by its name and field: %j", (data, field) => {
  expect(() => toAzureAccess({ block, data })).toThrow(
    expect.objectContaining({ name: "InvalidBlockError", block, field }),
  );
});

test("a token tells whose it is", () => {
  const token = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.y`;
  expect(decodeTokenPrincipal(token({ upn: "a@b.c", appid: "1" }))).toBe("a@b.c");
  expect(decodeTokenPrincipal(token({ appid: "1" }))).toBe("application 1");
  expect(decodeTokenPrincipal(token({ oid: "2" }))).toBe("object 2");
  expect(decodeTokenPrincipal("opaque")).toBeNull();
});
