/** An answer with an error status, raised by a handler and undoing what it did. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`HTTP ${status}`);
    this.name = "Refusal";
    this.status = status;
    this.body = body;
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, { detail: `${what} not found` });
}

export function refuse(status: 400 | 403 | 409, detail: string): Refusal {
  return new Refusal(status, { detail });
}

/** A fault in a request's body, as Prefect lists them. */
export interface RequestProblem {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

/** Prefect's answer to a request whose content is wrong. */
export function invalid(problems: readonly RequestProblem[], requestBody: unknown): Refusal {
  return new Refusal(422, {
    exception_message: "Invalid request received.",
    exception_detail: problems.map((problem) => ({ type: "value_error", ...problem })),
    request_body: requestBody,
  });
}
