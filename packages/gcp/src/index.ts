export { GcpCredentials, GcsBucket, type GcpCredentialsData, type GcsBucketData } from "./blocks/gcp-blocks.ts";
export { cloudRun } from "./cloud-run/cloud-run.ts";
export type { CloudRunOptions, LaunchStage } from "./cloud-run/cloud-run-options.ts";
export { vertexAi } from "./vertex-ai/vertex-ai.ts";
export type { VertexAiOptions, VertexAiScheduling } from "./vertex-ai/vertex-ai-options.ts";
