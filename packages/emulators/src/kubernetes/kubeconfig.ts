export interface KubeconfigParts {
  readonly server: string;
  /** PEM; `null` where the server does not speak TLS. */
  readonly certificate: string | null;
  readonly user: string;
  readonly token: string;
  readonly namespace: string;
}

/** A kubeconfig with one context, as JSON, which is also YAML. */
export function toKubeconfig({ server, certificate, user, token, namespace }: KubeconfigParts): string {
  const name = "emulator";
  const authority =
    certificate === null ? {} : { "certificate-authority-data": Buffer.from(certificate).toString("base64") };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, ...authority } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name, context: { cluster: name, user, namespace } }],
    "current-context": name,
  });
}
