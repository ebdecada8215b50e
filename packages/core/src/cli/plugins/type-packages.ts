/** Which package adds a type of infrastructure, for messages: a type is known only where its package is installed. */
export const typePackages: Readonly<Record<string, string>> = {
  docker: "prefect-docker",
  kubernetes: "prefect-kubernetes",
  ecs: "prefect-aws",
  "cloud-run-v2": "prefect-gcp",
  "vertex-ai": "prefect-gcp",
  "azure-container-instance": "prefect-azure",
};
