/** What goes wrong with a request. `Answer` is the protocol's: an HTTP response, or a status of gRPC. */
export type Fault<Answer> =
  /** Nothing is done, and this is answered. */
  | { readonly kind: "answer"; readonly answer: Answer }
  /** Nothing is done, and the connection is cut. */
  | { readonly kind: "reset" }
  /** Nothing is done, and nothing answered until the client gives up. */
  | { readonly kind: "hang" }
  /** It is done as asked, but the connection is cut before the answer. */
  | { readonly kind: "lose-response" }
  /** It is done as asked, but only after this time. */
  | { readonly kind: "delay"; readonly milliseconds: number };

export interface FaultRule<Request, Answer> {
  /** Default: every request. */
  readonly match?: (request: Request) => boolean;
  /** How many requests it befalls. Default: 1. */
  readonly times?: number;
  readonly fault: Fault<Answer>;
}

/** A fault that waits for its requests. */
export interface InjectedFault {
  /** How many requests it has befallen. */
  readonly hits: number;
  remove(): void;
}
