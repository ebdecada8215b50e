/** A container cannot be made as its pod describes it, as long as something is missing. */
export class ContainerConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ContainerConfigError";
  }
}
