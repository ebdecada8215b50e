export type { Fault, FaultRule, InjectedFault } from "./fault.ts";
export { createFaultQueue, type FaultQueue } from "./fault-queue.ts";
export { exceedsRate } from "./rate-limit.ts";
