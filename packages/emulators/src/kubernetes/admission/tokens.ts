import { randomUUID } from "node:crypto";
import { type ApiUser, toUser } from "./api-user.ts";

/** Who holds which token. */
export interface Tokens {
  /** The same one for the same user. */
  issue(user: string): string;
  find(token: string): ApiUser | null;
}

export function createTokens(): Tokens {
  const users = new Map<string, string>();
  return {
    issue(user) {
      const known = [...users].find(([, name]) => name === user)?.[0];
      const token = known ?? randomUUID();
      users.set(token, user);
      return token;
    },
    find(token) {
      const user = users.get(token);
      return user === undefined ? null : toUser(user);
    },
  };
}
