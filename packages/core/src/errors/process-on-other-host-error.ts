import { InfrastructureUnreachableError } from "./infrastructure-unreachable-error.ts";

/** A process can only be watched and ended from the machine that it runs on. */
export class ProcessOnOtherHostError extends InfrastructureUnreachableError {
  readonly host: string;
  readonly processId: number;

  constructor({ host, processId }: { host: string; processId: number }) {
    super(
      `Process ${processId} runs on the machine '${host}' and can only be watched and ended there. Repeat the command there.`,
    );
    this.host = host;
    this.processId = processId;
  }
}
