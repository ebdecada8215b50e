import { createDetachedDecorator, type DetachedDecorator } from "prefect-core/provider";

/** What this package is inside a bundle, where `prefect-core` is the engine: its decorators, which launch nothing there, its blocks and errors, and no SDK. */
export { GcpCredentials, GcsBucket } from "./blocks/gcp-blocks.ts";

export const cloudRun: DetachedDecorator = createDetachedDecorator("cloud-run-v2");
export const vertexAi: DetachedDecorator = createDetachedDecorator("vertex-ai");
