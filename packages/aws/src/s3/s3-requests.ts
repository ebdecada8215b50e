import type { RetryTransientOptions, Transience } from "prefect-core/provider";
import { retryTransient } from "prefect-core/provider";
import type { S3Api } from "./s3-api.ts";
import { isExpired, otherRegion, toS3Failure } from "./s3-failure.ts";
import type { S3Settings } from "./s3-settings.ts";
import { s3Transience } from "./s3-transience.ts";

export type ConnectS3 = (settings: S3Settings, options: { readonly region: string | null }) => Promise<S3Api>;

/** Requests to one bucket that outlast what passes: with credentials asked for again, and in the bucket's region. */
export interface S3Requests {
  /** The SDK is loaded by the first. */
  connect(): Promise<S3Api>;
  /** Repeats a request while it may succeed. */
  send<T>(request: (api: S3Api, attempt: number) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** One piece of work whose requests are repeated together. */
  begin(signal: AbortSignal | undefined): S3Work;
}

export interface S3Work {
  /** A single attempt. */
  attempt<T>(request: (api: S3Api) => Promise<T>): Promise<T>;
  /** Judges what an attempt threw. */
  readonly retry: RetryTransientOptions;
}

/** Renewals that one piece of work is given, so that a store that refuses every key ends it. */
const renewals = 3;

export function createS3Requests(settings: S3Settings, connect: ConnectS3): S3Requests {
  let region: string | null = null;
  let connection: Promise<S3Api> | null = null;
  const current = (): Promise<S3Api> => {
    connection ??= connect(settings, { region }).catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  };

  /** Whether the next attempt goes out with other credentials, or to another region. */
  function mend(api: S3Api, used: Promise<S3Api>, error: unknown): boolean {
    const failure = toS3Failure(error);
    const isRegionGuessed = api.isAws && settings.access.region === null;
    const found = isRegionGuessed ? otherRegion(failure, api.region) : null;
    if (found === null && !isExpired(failure)) return false;
    // Requests beside each other fail together: the first of them mends it for all.
    if (connection === used) {
      region = found ?? region;
      connection = null;
    }
    return true;
  }

  function begin(signal: AbortSignal | undefined): S3Work {
    const mended = new WeakSet<object>();
    let left = renewals;
    return {
      async attempt(request) {
        const used = current();
        const api = await used;
        try {
          return await request(api);
        } catch (error) {
          if (typeof error === "object" && error !== null && left > 0 && mend(api, used, error)) {
            left--;
            mended.add(error);
          }
          throw error;
        }
      },
      retry: {
        signal,
        transience: (error): Transience | null => (mended.has(error as object) ? {} : s3Transience(error)),
      },
    };
  }

  return {
    connect: current,
    begin,
    send(request, signal) {
      const work = begin(signal);
      return retryTransient((attempt) => work.attempt((api) => request(api, attempt)), work.retry);
    },
  };
}
