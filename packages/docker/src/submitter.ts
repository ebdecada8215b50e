import { createOpenSubmitter, type OpenSubmitter } from "prefect-core/nested";
import { dockerInfrastructure } from "./docker.ts";

/** Submits flows to containers, from within a run. */
export const openSubmitter: OpenSubmitter = createOpenSubmitter([dockerInfrastructure]);
