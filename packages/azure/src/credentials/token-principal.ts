/** Who a token of Microsoft Entra ID was given to: a user's name, else an application or object; `null` where it is no JWT. */
export function decodeTokenPrincipal(token: string): string | null {
  const claims = decodeClaims(token);
  for (const name of ["upn", "preferred_username", "unique_name"]) {
    if (typeof claims[name] === "string") return claims[name];
  }
  if (typeof claims["appid"] === "string") return `application ${claims["appid"]}`;
  return typeof claims["oid"] === "string" ? `object ${claims["oid"]}` : null;
}

function decodeClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
