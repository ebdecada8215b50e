const firstParts = 5000;

/** Version of the sizes that `partBytes` gives, kept with an object so that its parts' checksums can be verified. */
export const partLayout = "1";

/**
 * The size of a part by its number from 1. S3 takes 10,000 parts of 5 MiB and more
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). Up to 24 GiB all are equal, as R2 demands; the
 * larger ones behind them reach 180 GiB.
 */
export function partBytes(number: number): number {
  return (number <= firstParts ? 5 : 32) * 1024 * 1024;
}

/** How many parts are sent beside each other. */
export const partConcurrency = 4;
