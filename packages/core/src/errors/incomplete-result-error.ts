import { PrefectError } from "./prefect-error.ts";

/** The bytes of a result are not as many as the flow's process announced. */
export class IncompleteResultError extends PrefectError {
  readonly announcedBytes: number | null;
  readonly receivedBytes: number;

  constructor({ announcedBytes, receivedBytes }: { announcedBytes: number | null; receivedBytes: number }) {
    super(
      announcedBytes === null
        ? `The flow's process ended before it said how long its result is (${String(receivedBytes)} bytes came).`
        : `The flow's process announced a result of ${String(announcedBytes)} bytes, but ${String(receivedBytes)} came.`,
    );
    this.announcedBytes = announcedBytes;
    this.receivedBytes = receivedBytes;
  }
}
