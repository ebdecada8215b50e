import { InfrastructureError, type InfrastructureFailure } from "./infrastructure-error.ts";

/** The image is not there, or its registry does not give it. */
export class ImagePullError extends InfrastructureError {
  constructor(failure: InfrastructureFailure) {
    super(failure, "image-pull", "Check the image's name and tag, the pull policy and the registry's credentials.");
  }
}
