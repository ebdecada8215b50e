/** The directory of a container that everything is delivered below: a volume of its own, so that any image and user will do. */
export const deliveryRoot = "/prefect";

/** A directory below it that every user can make files in, also where the image's own file system is read-only. */
export const temporaryDirectoryName = "tmp";
