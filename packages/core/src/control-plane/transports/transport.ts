import type { HttpMethod } from "../endpoints/endpoint.ts";
import type { Leases } from "../leases.ts";

export interface ApiRequest {
  readonly method: HttpMethod;
  /** Below the API's base, with its query: `/flow_runs/?limit=1`. */
  readonly path: string;
  /** JSON; `undefined` for none. */
  readonly body: unknown;
}

export interface ApiResponse {
  readonly status: number;
  /** Decoded JSON; `null` for none. */
  readonly body: unknown;
}

/** Carries requests to a control plane, wherever that is. */
export interface Transport {
  describe(): string;
  readonly apiUrl: string | null;
  readonly leases: Leases | null;
  /** Throws `ApiUnreachableError` where no answer comes; any answer, refusals included, is returned. */
  send(request: ApiRequest): Promise<ApiResponse>;
  close(): Promise<void>;
}
