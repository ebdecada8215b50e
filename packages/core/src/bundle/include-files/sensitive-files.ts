import ignore, { type Ignore } from "ignore";

const sensitive: Ignore = ignore().add([
  ".env*",
  "*.pem",
  "*.key",
  "credentials*",
  "*_rsa",
  "*.p12",
  "secrets.*",
  ".npmrc",
]);

/** Whether a file's name says that it holds a secret. */
export function looksSensitive(path: string): boolean {
  return sensitive.ignores(path);
}
