/** `google.protobuf.Timestamp`, the way the loader of protos writes it. */
export interface Timestamp {
  readonly seconds: string;
  readonly nanos: number;
}

/** `fraction`: millionths of the second, which tell apart what falls into one millisecond. */
export function toTimestamp(date: Date, fraction = 0): Timestamp {
  const milliseconds = date.getTime();
  return {
    seconds: String(Math.floor(milliseconds / 1000)),
    nanos: (milliseconds % 1000) * 1_000_000 + (fraction % 1000) * 1000,
  };
}
