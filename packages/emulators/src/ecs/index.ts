export { type EcsControls, type EcsEmulator, type EcsEmulatorOptions, startEcsEmulator } from "./ecs-emulator.ts";
export type { Vpc } from "./ec2-queries.ts";
export type { StartProblem } from "./task-run.ts";
