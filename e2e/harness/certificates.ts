import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { mustRun } from "./run-command.ts";

/** An authority of its own, and what it vouches for, as Docker names the files: `ca.pem`, `cert.pem`, `key.pem`. */
export interface CertificateAuthority {
  /** Makes a directory with the authority's certificate and one for that use, at 127.0.0.1 where it is a server's. */
  issue(directory: string, use: "serverAuth" | "clientAuth"): Promise<string>;
}

/** Keeps its key in the directory, which it makes. */
export async function createCertificateAuthority(directory: string): Promise<CertificateAuthority> {
  await mkdir(directory, { recursive: true });
  const openssl = (...args: readonly string[]) => mustRun(["openssl", ...args], { cwd: directory, env: {} });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const name = `/CN=${path.basename(directory)}`;
  await openssl("req", "-x509", ...newKey, "-subj", name, "-days", "2", "-keyout", "ca-key.pem", "-out", "ca.pem");
  return {
    async issue(target, use) {
      await mkdir(target, { recursive: true });
      const request = path.join(target, "request.pem");
      const extensions = path.join(target, "extensions");
      await writeFile(extensions, `extendedKeyUsage=${use}\nsubjectAltName=IP:127.0.0.1\n`);
      await openssl("req", ...newKey, "-subj", `/CN=${use}`, "-keyout", path.join(target, "key.pem"), "-out", request);
      const signing = ["x509", "-req", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2"];
      await openssl(...signing, "-in", request, "-extfile", extensions, "-out", path.join(target, "cert.pem"));
      await openssl("x509", "-in", "ca.pem", "-out", path.join(target, "ca.pem"));
      return target;
    },
  };
}
