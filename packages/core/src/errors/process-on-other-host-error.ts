import { PrefectError } from "./prefect-error.ts";

/** A process can only be ended from the machine that it runs on. */
export class ProcessOnOtherHostError extends PrefectError {
  readonly host: string;
  readonly processId: number;

  constructor({ host, processId }: { host: string; processId: number }) {
    super(`Process ${processId} runs on the machine '${host}' and can only be ended there. Repeat the command there.`);
    this.host = host;
    this.processId = processId;
  }
}
