import { createOpenSubmitter, type OpenSubmitter } from "prefect-core/nested";
import { kubernetesInfrastructure } from "./kubernetes.ts";

/** Submits flows to a cluster, from within a run. */
export const openSubmitter: OpenSubmitter = createOpenSubmitter([kubernetesInfrastructure]);
