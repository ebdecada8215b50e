/** A certificate that proves itself: clients are given it as that of their authority. */
export interface SelfSignedCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

const lifetimeMilliseconds = 24 * 60 * 60 * 1000;

/** For `127.0.0.1`, `localhost` and further names, for a day. */
export async function createSelfSignedCertificate(hostNames: readonly string[] = []): Promise<SelfSignedCertificate> {
  const { generate } = await import("selfsigned");
  // A client that is given several as those of its authorities tells them apart by their names.
  const pems = await generate([{ name: "commonName", value: hostNames[0] ?? "localhost" }], {
    algorithm: "sha256",
    keyType: "ec",
    notAfterDate: new Date(Date.now() + lifetimeMilliseconds),
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [
          ...["localhost", ...hostNames].map((value) => ({ type: 2 as const, value })),
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { certificate: pems.cert, privateKey: pems.private };
}
