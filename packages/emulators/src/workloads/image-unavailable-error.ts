/** Why an image cannot be had: it does not exist, the login does not do, or the registry does not answer. */
export type ImageProblem = "not-found" | "unauthorized" | "unreachable" | "absent";

/** An image cannot be had. */
export class ImageUnavailableError extends Error {
  readonly image: string;
  /** `absent` where no registry was to be asked. */
  readonly problem: ImageProblem;

  constructor({ image, problem, message }: { image: string; problem: ImageProblem; message: string }) {
    super(message);
    this.name = "ImageUnavailableError";
    this.image = image;
    this.problem = problem;
  }
}
