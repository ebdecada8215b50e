import { GoogleApiError } from "../../google/errors/google-api-error.ts";

/** Cloud Run has no such region, or the project may not use it. */
export class CloudRunRegionNotFoundError extends GoogleApiError {
  readonly region: string;

  constructor(error: GoogleApiError, region: string) {
    super(
      error,
      " Choose another with the option `region` or that of the work pool: `gcloud run regions list` has them.",
    );
    this.region = region;
  }
}

/** Google refuses what is in a place that it does not know as it refuses what somebody may not do. Pure. */
export function toRegionError(error: unknown, region: string): unknown {
  if (!GoogleApiError.isInstance(error)) return error;
  const isAboutPlace = /Permission denied on '?locations\/|Location \S+ is not found/i.test(error.detail);
  return isAboutPlace ? new CloudRunRegionNotFoundError(error, region) : error;
}
