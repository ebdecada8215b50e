const prefixes = ["@aws-sdk/", "@smithy/", "@google-cloud/", "@azure/", "@kubernetes/"];
const names = new Set(["aws-sdk", "docker-modem", "dockerode", "googleapis", "google-auth-library"]);

/** Whether an import specifier is that of a cloud's or a container engine's client library. */
export function isCloudSdk(specifier: string): boolean {
  return names.has(specifier) || prefixes.some((prefix) => specifier.startsWith(prefix));
}
