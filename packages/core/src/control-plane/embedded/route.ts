import type { Endpoint } from "../endpoints/endpoint.ts";
import type { ApiResponse } from "../transports/transport.ts";
import type { SecretBox } from "../blocks/secret-box.ts";
import type { Session } from "./sqlite.ts";

/** What a handler works with. */
export interface HandlerContext<Path, Query, Body> {
  readonly session: Session;
  readonly secrets: SecretBox;
  readonly path: Path;
  readonly query: Query;
  readonly body: Body;
  /** When the request is answered. */
  readonly now: Date;
}

/** Answers one endpoint, within one transaction. */
export interface Route {
  readonly endpoint: Endpoint<unknown, unknown, unknown, unknown>;
  readonly handle: (context: HandlerContext<unknown, unknown, unknown>) => ApiResponse;
}

/** Binds a handler to its endpoint, whose types it has. */
export function route<Path, Query, Body, Response>(
  endpoint: Endpoint<Path, Query, Body, Response>,
  handle: (context: HandlerContext<Path, Query, Body>) => Answer<Response>,
): Route {
  return { endpoint, handle } as unknown as Route;
}

export interface Answer<Response> extends ApiResponse {
  readonly body: Response | null;
}

export function ok<R>(body: R): Answer<R> {
  return { status: 200, body };
}

export function created<R>(body: R): Answer<R> {
  return { status: 201, body };
}

export const noContent: Answer<never> = { status: 204, body: null };
