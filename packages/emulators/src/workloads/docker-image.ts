import { type DockerEngine, engineWords, statusCodeOf } from "./docker-engine.ts";
import { type ImageProblem, ImageUnavailableError } from "./image-unavailable-error.ts";
import type { ImagePolicy } from "./workload-backend.ts";

/** Makes the engine have the image. Throws `ImageUnavailableError`. */
export async function provideDockerImage(engine: DockerEngine, image: string, policy: ImagePolicy): Promise<void> {
  if (policy !== "always") {
    if (await hasImage(engine, image)) return;
    if (policy === "never") throw absent(image);
  }
  const hasTag = image.includes("@") || image.slice(image.lastIndexOf("/")).includes(":");
  const query = { fromImage: image, ...(hasTag ? {} : { tag: "latest" }) };
  try {
    const lines = await engine.send({ method: "POST", path: "/images/create", query });
    let text = "";
    for await (const chunk of lines) text += String(chunk);
    const failure = text.split("\n").find((line) => line.includes('"error"'));
    if (failure !== undefined) throw new Error((JSON.parse(failure) as { error: string }).error);
  } catch (error) {
    const message = engineWords(error);
    throw new ImageUnavailableError({ image, message, problem: problemOf(message) });
  }
}

export async function hasImage(engine: DockerEngine, image: string): Promise<boolean> {
  try {
    await engine.read({ method: "GET", path: `/images/${image}/json` });
    return true;
  } catch (error) {
    // An invalid name is answered with 400.
    if ([400, 404].includes(statusCodeOf(error) ?? 0)) return false;
    throw error;
  }
}

function absent(image: string): ImageUnavailableError {
  const message = `Container image "${image}" is not present with pull policy of Never`;
  return new ImageUnavailableError({ image, problem: "absent", message });
}

/** All that the engine tells is text. */
function problemOf(message: string): ImageProblem {
  if (/manifest unknown|not found|does not exist/i.test(message)) return "not-found";
  return /unauthorized|denied|authentication|no basic auth/i.test(message) ? "unauthorized" : "unreachable";
}
