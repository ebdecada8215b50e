import { expect, test } from "@jest/globals";
import { describeAzureFailure, type AzureSituation } from "./describe-azure-failure.ts";
import { azureMessage, azureTransience } from "./map-azure-failure.ts";

const situation: AzureSituation = {
  container: "data",
  accountUrl: "https://test.blob.core.windows.net",
  block: null,
  now: Date.parse("2026-11-24T12:00:00Z"),
};

function answer(statusCode: number, code: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(`Words of the service.\nRequestId:1\nTime:now`), {
    statusCode,
    response: { headers: { get: (name: string) => ({ "x-ms-error-code": code, ...headers })[name] } },
  });
}

test("a missing container is told with the command that makes it", () => {
  const { problem, mend } = describeAzureFailure(answer(404, "ContainerNotFound"), situation);
  expect(problem).toBe("missing");
  expect(mend).toContain("az storage container create --name data --blob-endpoint https://test.blob.core.windows.net");
});

test.each(["InvalidResourceName", "OutOfRangeInput"])("a name that no container can have is told by %s", (code) => {
  const { problem, mend } = describeAzureFailure(answer(400, code), { ...situation, container: "c1" });
  expect(problem).toBe("misconfigured");
  expect(mend).toContain('Check the name "c1"');
});

test("a request that Azure dates otherwise names the clock", () => {
  const error = answer(403, "AuthenticationFailed", { date: "Tue, 24 Nov 2026 12:40:00 GMT" });
  expect(describeAzureFailure(error, situation)).toEqual({
    problem: "misconfigured",
    mend: "This machine's clock is 40 minutes behind Azure's: set it, for example with NTP.",
  });
});

test("a wrong key names the block that holds it", () => {
  const error = answer(403, "AuthenticationFailed", { date: "Tue, 24 Nov 2026 12:00:01 GMT" });
  const { problem, mend } = describeAzureFailure(error, { ...situation, block: "azure-blob-storage-credentials/mine" });
  expect(problem).toBe("credentials");
  expect(mend).toContain("'azure-blob-storage-credentials/mine'");
});

test("a firewall is told from a missing role", () => {
  expect(describeAzureFailure(answer(403, "AuthorizationFailure"), situation).mend).toContain("firewall");
  expect(describeAzureFailure(answer(403, "AuthorizationPermissionMismatch"), situation).mend).toContain("role");
});

test("what may pass is tried again, and the service's own delay is kept", () => {
  expect(azureTransience(answer(503, "ServerBusy", { "retry-after": "7" }))).toEqual({ retryAfterSeconds: 7 });
  expect(azureTransience(Object.assign(new Error("reset"), { code: "ECONNRESET" }))).toEqual({});
  expect(azureTransience(answer(401, "InvalidAuthenticationInfo"))).toEqual({ attempts: 3 });
  expect(azureTransience(answer(409, "BlobAlreadyExists"))).toBeNull();
  expect(azureTransience(Object.assign(new Error("no"), { name: "CredentialUnavailableError" }))).toBeNull();
});

test("a message is one line, with the service's code", () => {
  expect(azureMessage(answer(503, "ServerBusy"))).toBe("Words of the service. (ServerBusy)");
});
