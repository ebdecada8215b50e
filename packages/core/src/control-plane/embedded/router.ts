import type { ApiRequest, ApiResponse } from "../transports/transport.ts";
import type { SecretBox } from "../blocks/secret-box.ts";
import { invalid, Refusal } from "./refusal.ts";
import type { Route } from "./route.ts";
import type { Store } from "./store.ts";

/** Answers a request as Prefect's server does. */
export type Router = (request: ApiRequest) => Promise<ApiResponse>;

interface Pattern {
  readonly route: Route;
  readonly expression: RegExp;
}

export function createRouter(routes: readonly Route[], store: Store, secrets: SecretBox): Router {
  // Literal parts win over placeholders: `/queues/filter` is no queue.
  const patterns = routes.map(toPattern).sort((a, b) => placeholders(a) - placeholders(b));

  return async (request) => {
    const url = new URL(request.path, "http://embedded");
    const matches = patterns.filter(({ expression }) => expression.test(url.pathname));
    const match = matches.find(({ route }) => route.endpoint.method === request.method);
    if (match === undefined) {
      return matches.length === 0
        ? { status: 404, body: { detail: "Not Found" } }
        : { status: 405, body: { detail: "Method Not Allowed" } };
    }
    try {
      return await answer(match, url, request.body, store, secrets);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.body };
      throw error;
    }
  };
}

async function answer(
  { route, expression }: Pattern,
  url: URL,
  body: unknown,
  store: Store,
  secrets: SecretBox,
): Promise<ApiResponse> {
  const parsed = route.endpoint.body.safeParse(body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      loc: ["body", ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))],
      msg: issue.message,
    }));
    throw invalid(problems, body);
  }
  const groups = Object.entries(expression.exec(url.pathname)?.groups ?? {});
  const context = {
    path: Object.fromEntries(groups.map(([name, text]) => [name, decodeURIComponent(text)])),
    query: Object.fromEntries(url.searchParams),
    body: parsed.data,
    secrets,
    now: new Date(),
  };
  const transact = route.endpoint.readOnly ? store.read : store.write;
  return await transact((session) => route.handle({ ...context, session }));
}

function toPattern(route: Route): Pattern {
  const source = route.endpoint.path
    .replace(/\/$/, "")
    .replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name.endsWith("Id") ? `(?<${name}>[0-9a-fA-F-]{36})` : `(?<${name}>[^/]+)`,
    );
  return { route, expression: new RegExp(`^${source}/?$`) };
}

function placeholders({ route }: Pattern): number {
  return route.endpoint.path.split("{").length;
}
