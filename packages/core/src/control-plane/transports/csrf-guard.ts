import { randomUUID } from "node:crypto";

/** Adds the token that a Prefect server may want with every change. */
export interface CsrfGuard {
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Whether an answer refuses the token; the next `headers()` then asks for another. */
  isRefused(response: Response): Promise<boolean>;
}

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

/** A server that knows no such tokens is asked once. */
export function createCsrfGuard(get: (path: string) => Promise<Response>): CsrfGuard {
  const client = randomUUID();
  let token: Token | null = null;
  let isEnabled = true;

  return {
    async headers() {
      if (!isEnabled) return {};
      if (token === null || token.expiresAt <= Date.now()) {
        const response = await get(`/csrf-token?client=${client}`);
        if (!response.ok) {
          // 422 says that the protection is off, 404 that there is none; anything else the request itself will show.
          isEnabled = response.status !== 422 && response.status !== 404;
          await response.body?.cancel();
          return {};
        }
        token = toToken(await response.json());
      }
      return { "prefect-csrf-token": token.text, "prefect-csrf-client": client };
    },
    async isRefused(response) {
      if (!(await response.text()).includes("Invalid CSRF token")) return false;
      token = null;
      return true;
    },
  };
}

function toToken(body: unknown): Token {
  const { token, expiration } = body as { readonly token?: unknown; readonly expiration?: unknown };
  return { text: String(token), expiresAt: Date.parse(String(expiration)) };
}
