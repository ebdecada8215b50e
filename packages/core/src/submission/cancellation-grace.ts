/** How long infrastructure gets to end after it was asked to, in seconds. */
export const cancellationGraceSeconds = 30;

/** How long the runner in it gives its flow, in seconds: it has to report and to end before it is ended by force. */
export const runnerGraceSeconds = 25;
