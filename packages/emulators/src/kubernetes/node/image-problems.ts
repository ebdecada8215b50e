import type { ImageUnavailableError } from "../../workloads/image-unavailable-error.ts";
import type { ImagePolicy } from "../../workloads/workload-backend.ts";
import type { Container } from "../api/pod.ts";
import type { ContainerEvent } from "./container-run.ts";

/** How a node tells that it has no image for a container. */
interface ImageProblemReport {
  readonly reason: string;
  readonly message: string;
  /** What it tells between its attempts; `null` where it makes none. */
  readonly backoff: string | null;
  readonly events: readonly ContainerEvent[];
}

const policies: Readonly<Record<string, ImagePolicy>> = {
  Always: "always",
  IfNotPresent: "if-absent",
  Never: "never",
};

export function toImagePolicy({ imagePullPolicy = "IfNotPresent" }: Container): ImagePolicy {
  return policies[imagePullPolicy] ?? "if-absent";
}

const codes = { "not-found": "NotFound", unauthorized: "Unknown", unreachable: "Unknown" } as const;

export function describeImageProblem({ image, problem, message }: ImageUnavailableError): ImageProblemReport {
  if (problem === "absent") {
    const never = `Container image "${image}" is not present with pull policy of Never`;
    return {
      reason: "ErrImageNeverPull",
      message: never,
      backoff: null,
      events: [
        { type: "Warning", reason: "ErrImageNeverPull", message: never },
        { type: "Warning", reason: "Failed", message: "Error: ErrImageNeverPull" },
      ],
    };
  }
  const reference = toFullReference(image);
  const cause =
    `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ` +
    (problem === "not-found" ? `${reference}: not found` : message);
  const words = `rpc error: code = ${codes[problem]} desc = ${cause}`;
  return {
    reason: "ErrImagePull",
    message: words,
    backoff: `Back-off pulling image "${image}": ErrImagePull: ${words}`,
    events: [
      { type: "Normal", reason: "Pulling", message: `Pulling image "${image}"` },
      { type: "Warning", reason: "Failed", message: `Failed to pull image "${image}": ${words}` },
      { type: "Warning", reason: "Failed", message: "Error: ErrImagePull" },
    ],
  };
}

/** With registry and tag, as the runtime names an image. */
function toFullReference(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasRegistry ? image : `docker.io/${rest.length === 0 ? "library/" : ""}${image}`;
  return /[:@][^/]*$/.test(image.slice(image.lastIndexOf("/") + 1)) ? path : `${path}:latest`;
}
