import { createDetachedDecorator, type DetachedDecorator } from "prefect-core/provider";

/** What this package is inside a bundle, where `prefect-core` is the engine: its decorators, which load nothing until a flow is called, its blocks and errors, and no SDK. */
export { DockerRegistryCredentials } from "./registry-credentials-block.ts";
export { EngineApiError } from "./errors/engine-api-error.ts";
export { EngineConfigurationError } from "./errors/engine-configuration-error.ts";
export { EngineUnreachableError } from "./errors/engine-unreachable-error.ts";

export const docker: DetachedDecorator = createDetachedDecorator("docker", "prefect-docker");
