import type { ZodType } from "zod";

export type HttpMethod = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/**
 * One operation of Prefect's REST API, defined once for the client that calls it and the embedded control plane that
 * answers it. Placeholders in the path are `{name}`; one ending in `Id` stands for a UUID.
 */
export interface Endpoint<Path, Query, Body, Response> {
  readonly method: HttpMethod;
  readonly path: string;
  readonly body: ZodType<Body>;
  readonly response: ZodType<Response>;
  /** Whether answering leaves the store as it is. */
  readonly readOnly: boolean;
  /** Carries the types of the path's and the query's parameters; never set. */
  readonly "~parameters"?: { readonly path: Path; readonly query: Query };
}

/** No path parameters, no query, no body. */
export type None = Readonly<Record<never, never>>;
