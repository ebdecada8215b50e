import type { StorageProblem } from "prefect-core/provider";
import {
  azureErrorCode,
  azureMessage,
  azureStatus,
  clockSkewSeconds,
  isMissingContainer,
  isOvertaken,
  isReplaced,
} from "./map-azure-failure.ts";

/** What went wrong, as a caller may branch on it, and what to do about it. */
export interface AzureDescription {
  readonly problem: StorageProblem;
  readonly mend: string;
}

export interface AzureSituation {
  readonly container: string;
  /** `https://account.blob.core.windows.net`. */
  readonly accountUrl: string;
  /** The credentials block that was used. */
  readonly block: string | null;
  /** This machine's time. */
  readonly now: number;
}

// Azure refuses requests that are dated more than 15 minutes from its own time.
const largestSkewSeconds = 15 * 60;

const renewable = new Set(["AuthenticationFailed", "InvalidAuthenticationInfo", "NoAuthenticationInformation"]);
const firewall = new Set(["AuthorizationFailure", "AuthorizationSourceIPMismatch", "AuthorizationProtocolMismatch"]);
const impossibleNames = new Set(["InvalidResourceName", "OutOfRangeInput", "InvalidUri"]);
const permission = new Set([
  "AuthorizationPermissionMismatch",
  "AuthorizationResourceTypeMismatch",
  "AuthorizationServiceMismatch",
  "InsufficientAccountPermissions",
]);

/** Describes what the SDK threw in the end. Pure. */
export function describeAzureFailure(error: unknown, situation: AzureSituation): AzureDescription {
  const { container, accountUrl, block, now } = situation;
  // Azurite refuses a wrong key by the code of a firewall.
  const isUnauthenticated = /failed to authenticate/i.test(azureMessage(error));
  const code = isUnauthenticated ? "AuthenticationFailed" : (azureErrorCode(error) ?? "");
  const clock = renewable.has(code) ? describeClock(error, now) : null;
  if (clock !== null) return { problem: "misconfigured", mend: clock };
  if (isMissingContainer(error)) {
    const create = `az storage container create --name ${container} --blob-endpoint ${accountUrl}`;
    return { problem: "missing", mend: `Create the container with \`${create}\`, or name another one.` };
  }
  if (impossibleNames.has(code)) {
    const rule = "a container's name has 3 to 63 lower-case letters, digits and single dashes";
    return { problem: "misconfigured", mend: `Check the name "${container}" and the key: ${rule}.` };
  }
  if (permission.has(code)) {
    const role = `the role "Storage Blob Data Contributor" on container "${container}"`;
    const mend = `Give the principal ${role}; a signature needs read, add, create, write, delete and list.`;
    return { problem: "denied", mend };
  }
  if (firewall.has(code)) {
    const mend = `Allow this network in the account's firewall rules, or reach ${accountUrl} through its private endpoint.`;
    return { problem: "denied", mend };
  }
  if (code === "KeyBasedAuthenticationNotPermitted") {
    const mend = "The account allows no keys: use a block with an account URL and an identity.";
    return { problem: "denied", mend };
  }
  if (code === "AccountIsDisabled")
    return { problem: "denied", mend: "Enable the storage account, or name another one." };
  if (renewable.has(code) || azureStatus(error) === 401) return { problem: "credentials", mend: mendLogin(block) };
  if (isOvertaken(error))
    return { problem: "failed", mend: "Another process wrote it at the same time: write it again." };
  if (isReplaced(error)) return { problem: "failed", mend: "It was replaced while it was read: read it again." };
  if (/Content-MD5/.test(azureMessage(error))) {
    return { problem: "failed", mend: "Read it again; if it stays so, write it anew." };
  }
  return describeOthers(error, situation);
}

function describeOthers(error: unknown, { accountUrl, block }: AzureSituation): AzureDescription {
  const status = azureStatus(error);
  const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  if (status !== null) {
    const mend = "Try again; if it stays so, look at https://status.azure.com.";
    return { problem: status === 429 || status >= 500 ? "unavailable" : "failed", mend };
  }
  if (/Credential|Authentication/.test(String(name))) {
    return { problem: "credentials", mend: mendLogin(block) };
  }
  if (/connection string|account key/i.test(azureMessage(error))) {
    const mend = "Take the connection string from `az storage account show-connection-string`.";
    return { problem: "misconfigured", mend };
  }
  if (code === "ENOTFOUND") {
    return { problem: "misconfigured", mend: `There is no such host: check the account in ${accountUrl}.` };
  }
  return { problem: "unavailable", mend: `Check that ${accountUrl} can be reached from this machine, and try again.` };
}

function describeClock(error: unknown, now: number): string | null {
  const skew = clockSkewSeconds(error, now);
  if (skew === null || Math.abs(skew) <= largestSkewSeconds) return null;
  const minutes = Math.round(Math.abs(skew) / 60);
  return `This machine's clock is ${minutes} minutes ${skew > 0 ? "ahead of" : "behind"} Azure's: set it, for example with NTP.`;
}

function mendLogin(block: string | null): string {
  if (block !== null) return `Save a valid key, signature or client secret in the block '${block}'.`;
  return (
    "Log in with `az login`, set `AZURE_CLIENT_ID`, `AZURE_TENANT_ID` and `AZURE_CLIENT_SECRET`, give this machine or workload " +
    "a managed identity, or name a block of type azure-blob-storage-credentials."
  );
}
