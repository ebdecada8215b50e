import type { JsonObject } from "../contracts/json.ts";
import type { OrchestrationAnswer, StateProposal } from "../contracts/state.ts";
import type { Leases } from "./leases.ts";
import type {
  BlockDocumentCreate,
  BlockDocumentRecord,
  BlockDocumentUpdate,
  BlockSchemaCreate,
  BlockSchemaRecord,
  BlockTypeCreate,
  BlockTypeRecord,
  BlockTypeUpdate,
} from "./records/block.ts";
import type * as filters from "./records/filters.ts";
import type { FlowCreate, FlowRecord } from "./records/flow.ts";
import type { FlowRunCreate, FlowRunRecord, FlowRunUpdate } from "./records/flow-run.ts";
import type { LogCreate, StoredLog } from "./records/log.ts";
import type { StateRecord } from "./records/state.ts";
import type { TaskRunCreate, TaskRunRecord } from "./records/task-run.ts";
import type { WorkerFilterRequest, WorkerHeartbeat, WorkerRecord } from "./records/worker.ts";
import type { VariableCreate, VariableRecord, VariableUpdate } from "./records/variable.ts";
import type {
  WorkPoolConcurrencyRequest,
  WorkPoolConcurrencyStatus,
  WorkPoolCreate,
  WorkPoolRecord,
  WorkPoolUpdate,
} from "./records/work-pool.ts";
import type {
  ScheduledFlowRun,
  ScheduledFlowRunsRequest,
  WorkQueueCreate,
  WorkQueueRecord,
  WorkQueueUpdate,
} from "./records/work-queue.ts";

/** How a state is proposed. */
export interface SetStateOptions {
  /** Whether the rules that keep a run's history sensible are skipped. Default: false. */
  readonly force?: boolean;
  /** Recognises a proposal that is made again. Default: a new one for each call. */
  readonly transitionId?: string;
}

export interface ReadBlockOptions {
  /** Whether secrets come as they are and not as `********`. Default: true. */
  readonly includeSecrets?: boolean;
}

/**
 * Everything that outlives a call, through Prefect's REST API: of a Prefect server or Prefect Cloud, or answered in
 * process by the embedded control plane. Records have Prefect's wire names. Reading by id throws `ObjectNotFoundError`
 * where there is nothing; reading by name gives `null`. Anything refused is a `PrefectApiError`.
 */
export interface PrefectClient {
  /** For messages: `http://127.0.0.1:4200/api`, or the path of the embedded store. Never a credential. */
  describe(): string;
  /** The base URL that a container might reach; `null` for the embedded control plane. */
  readonly apiUrl: string | null;
  /** Who looks after which run; `null` over HTTP, where Prefect has no such thing. */
  readonly leases: Leases | null;
  close(): Promise<void>;

  readServerVersion(): Promise<string>;
  /** The block that keeps the results of runs that name none, or `null`. */
  readDefaultResultStorage(): Promise<string | null>;
  updateDefaultResultStorage(blockDocumentId: string | null): Promise<void>;

  filterFlows(request?: filters.FlowFilterRequest): Promise<readonly FlowRecord[]>;
  deleteFlow(flowId: string): Promise<void>;
  /** Finds the flow of this name, or makes it. */
  createFlow(flow: FlowCreate): Promise<FlowRecord>;
  readFlow(flowId: string): Promise<FlowRecord>;

  createFlowRun(flowRun: FlowRunCreate): Promise<FlowRunRecord>;
  /** As `createFlowRun`, and says whether an idempotency key found an earlier run. */
  createOrFindFlowRun(flowRun: FlowRunCreate): Promise<{ readonly flowRun: FlowRunRecord; readonly created: boolean }>;
  readFlowRun(flowRunId: string): Promise<FlowRunRecord>;
  updateFlowRun(flowRunId: string, changes: FlowRunUpdate): Promise<void>;
  /** Adds to the labels of the run. */
  updateFlowRunLabels(flowRunId: string, labels: JsonObject): Promise<void>;
  deleteFlowRun(flowRunId: string): Promise<void>;
  /** Proposes a state; a rule may answer with another one. */
  setFlowRunState(flowRunId: string, proposal: StateProposal, options?: SetStateOptions): Promise<OrchestrationAnswer>;
  /** Lets a paused run go on. */
  resumeFlowRun(flowRunId: string): Promise<OrchestrationAnswer>;
  /** Every state that the run was in, oldest first. */
  readFlowRunStates(flowRunId: string): Promise<readonly StateRecord[]>;
  filterFlowRuns(request?: filters.FlowRunFilterRequest): Promise<readonly FlowRunRecord[]>;
  countFlowRuns(selection?: filters.FlowRunSelection): Promise<number>;

  createTaskRun(taskRun: TaskRunCreate): Promise<TaskRunRecord>;
  readTaskRun(taskRunId: string): Promise<TaskRunRecord>;
  filterTaskRuns(request?: filters.TaskRunFilterRequest): Promise<readonly TaskRunRecord[]>;

  createLogs(logs: readonly LogCreate[]): Promise<void>;
  filterLogs(request?: filters.LogFilterRequest): Promise<readonly StoredLog[]>;

  createWorkPool(workPool: WorkPoolCreate): Promise<WorkPoolRecord>;
  readWorkPool(name: string): Promise<WorkPoolRecord | null>;
  updateWorkPool(name: string, changes: WorkPoolUpdate): Promise<void>;
  deleteWorkPool(name: string): Promise<void>;
  filterWorkPools(request?: filters.WorkPoolFilterRequest): Promise<readonly WorkPoolRecord[]>;
  readWorkPoolConcurrency(
    workPoolName: string,
    request?: WorkPoolConcurrencyRequest,
  ): Promise<WorkPoolConcurrencyStatus>;
  countWorkPools(): Promise<number>;

  createWorkQueue(workPoolName: string, workQueue: WorkQueueCreate): Promise<WorkQueueRecord>;
  readWorkQueue(workPoolName: string, name: string): Promise<WorkQueueRecord | null>;
  updateWorkQueue(workPoolName: string, name: string, changes: WorkQueueUpdate): Promise<void>;
  deleteWorkQueue(workPoolName: string, name: string): Promise<void>;
  filterWorkQueues(workPoolName: string, request?: filters.WorkQueueFilterRequest): Promise<readonly WorkQueueRecord[]>;
  /** The scheduled runs that a worker of the pool may start, as far as limits leave room, by priority and time. */
  /** Tells that a worker of the pool is there, under a name of its own. */
  heartbeatWorker(workPoolName: string, heartbeat: WorkerHeartbeat): Promise<void>;
  filterWorkers(workPoolName: string, request?: WorkerFilterRequest): Promise<readonly WorkerRecord[]>;
  deleteWorker(workPoolName: string, workerName: string): Promise<void>;
  getScheduledFlowRuns(workPoolName: string, request?: ScheduledFlowRunsRequest): Promise<readonly ScheduledFlowRun[]>;

  readBlockType(slug: string): Promise<BlockTypeRecord | null>;
  createBlockType(blockType: BlockTypeCreate): Promise<BlockTypeRecord>;
  updateBlockType(blockTypeId: string, changes: BlockTypeUpdate): Promise<void>;
  /** Its blocks go too. A protected type is refused. */
  deleteBlockType(blockTypeId: string): Promise<void>;
  filterBlockTypes(request?: filters.BlockTypeFilterRequest): Promise<readonly BlockTypeRecord[]>;
  createBlockSchema(blockSchema: BlockSchemaCreate): Promise<BlockSchemaRecord>;
  /** Newest first. */
  filterBlockSchemas(request?: filters.BlockSchemaFilterRequest): Promise<readonly BlockSchemaRecord[]>;
  createBlockDocument(blockDocument: BlockDocumentCreate): Promise<BlockDocumentRecord>;
  readBlockDocument(blockDocumentId: string, options?: ReadBlockOptions): Promise<BlockDocumentRecord>;
  readBlockDocumentByName(
    blockTypeSlug: string,
    name: string,
    options?: ReadBlockOptions,
  ): Promise<BlockDocumentRecord | null>;
  updateBlockDocument(blockDocumentId: string, changes: BlockDocumentUpdate): Promise<void>;
  deleteBlockDocument(blockDocumentId: string): Promise<void>;
  filterBlockDocuments(request?: filters.BlockDocumentFilterRequest): Promise<readonly BlockDocumentRecord[]>;

  readVariable(name: string): Promise<VariableRecord | null>;
  createVariable(variable: VariableCreate): Promise<VariableRecord>;
  updateVariable(name: string, changes: VariableUpdate): Promise<void>;
  deleteVariable(name: string): Promise<void>;
  filterVariables(request?: filters.VariableFilterRequest): Promise<readonly VariableRecord[]>;
}
