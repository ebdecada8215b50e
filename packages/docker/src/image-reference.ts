const dockerHub = "docker.io";

/** Host and port of the registry that an image comes from. */
export function registryOfImage(image: string): string {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  return first.includes(".") || first.includes(":") || first === "localhost" ? normaliseRegistry(first) : dockerHub;
}

/** One name for each registry, however it is written: `https://index.docker.io/v1/` and `docker.io` are the same. */
export function normaliseRegistry(registry: string): string {
  const host = registry.replace(/^https?:\/\//, "").split("/", 1)[0] ?? "";
  return host === "index.docker.io" || host === "registry-1.docker.io" ? dockerHub : host;
}

/** Whether the image is whatever its name stands for at the moment: the tag `latest`, or none. */
export function isMovingImage(image: string): boolean {
  if (image.includes("@")) return false;
  const name = image.slice(image.lastIndexOf("/") + 1);
  return !name.includes(":") || name.endsWith(":latest");
}
