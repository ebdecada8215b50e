import type { HttpAnswer } from "../http/http-exchange.ts";

/** A refusal in the words of Azure Resource Manager. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ArmError";
    this.status = status;
    this.code = code;
  }
}

/** What Azure answers where it refuses; also for faults that are injected. */
export function toErrorAnswer(
  { status, code, message }: Pick<ArmError, "status" | "code" | "message">,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers, body: { error: { code, message } } };
}
