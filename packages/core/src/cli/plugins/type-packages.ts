/**
 * Which package adds a type of infrastructure, for messages: a type is known only where its package is installed.
 * `null`: a type of Prefect's that no package provides yet.
 */
export const typePackages: Readonly<Record<string, string | null>> = {
  docker: "prefect-docker",
  kubernetes: "prefect-kubernetes",
  ecs: "prefect-aws",
  "cloud-run-v2": null,
  "vertex-ai": null,
  "azure-container-instance": null,
};

/** The function that binds a flow to infrastructure of a type, for messages. */
export const typeDecorators: Readonly<Record<string, string>> = {
  process: "localProcess",
  docker: "docker",
  kubernetes: "kubernetes",
  ecs: "ecs",
};
