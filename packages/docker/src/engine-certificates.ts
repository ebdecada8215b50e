import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** In PEM. */
export interface EngineCertificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Whether the engine's certificate must be one that the authorities vouch for. */
  readonly isVerified: boolean;
}

/** `ca.pem`, `cert.pem` and `key.pem` of a directory, as far as they are there. */
export async function loadCertificates(directory: string): Promise<Omit<EngineCertificates, "isVerified">> {
  const load = (name: string): Promise<string | undefined> =>
    readFile(join(directory, `${name}.pem`), "utf8").catch(() => undefined);
  const [ca, cert, key] = await Promise.all([load("ca"), load("cert"), load("key")]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
