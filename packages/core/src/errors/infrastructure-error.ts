import type { ExitCause } from "../contracts/launcher.ts";
import type { InfrastructureEnd } from "../contracts/outcome.ts";
import { hideOwnFrames } from "./own-frames.ts";
import { PrefectError } from "./prefect-error.ts";

/** What an `InfrastructureError` tells of a run; its class tells the cause. */
export interface InfrastructureFailure extends Omit<InfrastructureEnd, "cause"> {
  readonly flowRunId: string;
  readonly logTail: readonly string[];
}

/** What the infrastructure, not the flow, did to a run. */
export class InfrastructureError extends PrefectError {
  readonly flowRunId: string;
  readonly exitCause: ExitCause;
  readonly exitCode: number | null;
  /** The platform's own name of what happened, such as `OOMKilled`; `null` where it has none. */
  readonly platformReason: string | null;
  /** What happened, with the platform's own words. */
  readonly platformMessage: string;
  /** The last lines of output, oldest first. */
  readonly logTail: readonly string[];
  /** What to do next. */
  readonly hint: string;

  constructor(failure: InfrastructureFailure, exitCause: ExitCause, usualHint: string) {
    const { flowRunId, exitCode, platformReason = null, message, logTail, hint = usualHint } = failure;
    const tail = logTail.length === 0 ? "" : `\nLast output:\n${logTail.map((line) => `  ${line}`).join("\n")}`;
    super(`${message} ${hint}${tail}`);
    this.flowRunId = flowRunId;
    this.exitCause = exitCause;
    this.exitCode = exitCode;
    this.platformReason = platformReason;
    this.platformMessage = message;
    this.logTail = logTail;
    this.hint = hint;
    hideOwnFrames(this);
  }

  /** The error as an outcome keeps it. */
  toEnd(): InfrastructureEnd {
    const { exitCause: cause, exitCode, platformReason, platformMessage: message, hint, logTail } = this;
    return { cause, exitCode, message, ...(platformReason === null ? {} : { platformReason }), hint, logTail };
  }
}
