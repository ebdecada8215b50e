import { processInfrastructure } from "../../infrastructure/process/local-process.ts";
import { createOpenSubmitter, type OpenSubmitter } from "./open-submitter.ts";

/** Submits flows to processes, from within a run. */
export const openSubmitter: OpenSubmitter = createOpenSubmitter([processInfrastructure]);
