import { loadSettings } from "../settings/load-settings.ts";
import { packageVersion } from "../settings/package-version.ts";

/** Where the runner image has the runner. */
export const runnerPathInImage = "/opt/prefect/runner.mjs";

const releasedRunnerImage = "prefecthq/prefect-typescript-runner";

// Prefect's own images hold Python, and Prefect-made pools name one of them by default.
const pythonImage = /^(?:(?:index\.|registry-1\.)?docker\.io\/)?prefecthq\/prefect(?!-typescript)/;

/** The image that a container really starts. */
export interface RunnerImage {
  readonly image: string;
  /** Why it is not the configured one, as a line for people; `null` where it is. */
  readonly notice: string | null;
}

/** What an image needs so that it has the runner of this version, for messages. */
export function runnerImageHint(): string {
  return (
    "Leave `image` unset for the runner image, or add the runner to your own with two lines of its Dockerfile:\n" +
    "  FROM node:24-bookworm-slim\n" +
    `  COPY --from=${releasedRunnerImage}:${packageVersion()} /opt/prefect /opt/prefect`
  );
}

/** The configured image, unless it is none or one of Prefect's Python images: then the one of `PREFECT_RUNNER_IMAGE`, or the released runner image of this version. */
export function resolveRunnerImage(configured: string | null): RunnerImage {
  if (configured !== null && !pythonImage.test(configured)) return { image: configured, notice: null };
  const image = loadSettings().runnerImage ?? `${releasedRunnerImage}:${packageVersion()}`;
  const reason = configured === null ? "No image is configured" : `The image ${configured} runs Python`;
  return { image, notice: `${reason}: ${image} is used (the \`image\` option or PREFECT_RUNNER_IMAGE changes it).` };
}
