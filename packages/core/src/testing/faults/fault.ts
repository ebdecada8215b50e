import { createDueRules, type RuleOccurrence } from "./due-rule.ts";

/**
 * What can go wrong with a request on its way to a platform, and with the answer on its way back.
 *
 * - `status`: answered with this status at once; the platform never sees the request.
 * - `reset`: the connection breaks; the platform never sees the request.
 * - `hang`: nothing is ever answered; the platform never sees the request.
 * - `lost-response`: the request takes effect, and the connection breaks before the answer.
 * - `delay`: the request goes on after this time.
 * - `truncated-body`: the connection breaks after so many bytes of the answer's body.
 */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      /** As `Retry-After` says it. Default: the header is not sent. */
      readonly retryAfterSeconds?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** In the platform's own words. Default: `{"message":"injected fault"}`. */
      readonly body?: string;
    }
  | { readonly kind: "reset" }
  | { readonly kind: "hang" }
  | { readonly kind: "lost-response" }
  | { readonly kind: "delay"; readonly milliseconds: number }
  | { readonly kind: "truncated-body"; readonly bytes: number };

/** A request as a fault is chosen for it. */
export interface FaultableRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
}

/** Which requests a fault befalls. */
export interface FaultRule extends RuleOccurrence {
  readonly fault: Fault;
  /** Default: every method. */
  readonly method?: string;
  /** Of the path with its query. Default: every path. */
  readonly path?: RegExp;
}

/** Says what befalls a request; `null` for nothing. */
export type FaultChooser = (request: FaultableRequest) => Fault | null;

/** Rules in their order: the first that is due befalls a request. */
export function chooseByRules(rules: readonly FaultRule[]): FaultChooser {
  const dueRule = createDueRules(rules, matches);
  return (request) => dueRule(request)?.fault ?? null;
}

function matches({ method, path }: FaultRule, request: FaultableRequest): boolean {
  return (method === undefined || method === request.method) && (path === undefined || path.test(request.path));
}
