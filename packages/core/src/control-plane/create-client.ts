import { randomUUID } from "node:crypto";
import type { StateProposal } from "../contracts/state.ts";
import { ObjectNotFoundError } from "../errors/object-not-found-error.ts";
import { callEndpoint, type EndpointInput } from "./call-endpoint.ts";
import * as blocks from "./endpoints/block-endpoints.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import * as flows from "./endpoints/flow-endpoints.ts";
import * as flowRuns from "./endpoints/flow-run-endpoints.ts";
import * as logs from "./endpoints/log-endpoints.ts";
import * as server from "./endpoints/server-endpoints.ts";
import * as taskRuns from "./endpoints/task-run-endpoints.ts";
import * as variables from "./endpoints/variable-endpoints.ts";
import * as workPools from "./endpoints/work-pool-endpoints.ts";
import * as workers from "./endpoints/worker-endpoints.ts";
import * as workQueues from "./endpoints/work-queue-endpoints.ts";
import { toOrchestrationAnswer, toStateCreate } from "./orchestration/answer.ts";
import type { PrefectClient, ReadBlockOptions } from "./prefect-client.ts";
import type { Transport } from "./transports/transport.ts";

export interface ClientOptions {
  /** Called once, when the client is closed. */
  readonly onClose?: () => void;
}

/** The typed client over a transport: each method is one endpoint. */
export function createClient(transport: Transport, options: ClientOptions = {}): PrefectClient {
  async function call<P, Q, B, R>(endpoint: Endpoint<P, Q, B, R>, input: EndpointInput<P, Q, B> = {}): Promise<R> {
    return (await callEndpoint(transport, endpoint, input)).body;
  }

  return {
    describe: () => transport.describe(),
    apiUrl: transport.apiUrl,
    leases: transport.leases,
    async close() {
      options.onClose?.();
      await transport.close();
    },

    readServerVersion: () => call(server.readServerVersion),
    async readDefaultResultStorage() {
      return (await call(server.readServerStorage)).default_result_storage_block_id ?? null;
    },
    updateDefaultResultStorage: (blockDocumentId) =>
      blockDocumentId === null
        ? call(server.clearServerStorage)
        : call(server.updateServerStorage, { body: { default_result_storage_block_id: blockDocumentId } }),

    filterFlows: (body = {}) => call(flows.filterFlows, { body }),
    deleteFlow: (flowId) => call(flows.deleteFlow, { path: { flowId } }),
    createFlow: (body) => call(flows.createFlow, { body }),
    readFlow: (flowId) => call(flows.readFlow, { path: { flowId } }),

    createFlowRun: (body) => call(flowRuns.createFlowRun, { body }),
    async createOrFindFlowRun(body) {
      const answer = await callEndpoint(transport, flowRuns.createFlowRun, { body });
      return { flowRun: answer.body, created: answer.status === 201 };
    },
    readFlowRun: (flowRunId) => call(flowRuns.readFlowRun, { path: { flowRunId } }),
    updateFlowRun: (flowRunId, body) => call(flowRuns.updateFlowRun, { path: { flowRunId }, body }),
    updateFlowRunLabels: (flowRunId, body) => call(flowRuns.updateFlowRunLabels, { path: { flowRunId }, body }),
    deleteFlowRun: (flowRunId) => call(flowRuns.deleteFlowRun, { path: { flowRunId } }),
    async setFlowRunState(flowRunId, proposal: StateProposal, { force = false, transitionId = randomUUID() } = {}) {
      const state = toStateCreate(proposal, { flowRunId, transitionId });
      return toOrchestrationAnswer(
        await call(flowRuns.setFlowRunState, { path: { flowRunId }, body: { state, force } }),
      );
    },
    async resumeFlowRun(flowRunId) {
      return toOrchestrationAnswer(await call(flowRuns.resumeFlowRun, { path: { flowRunId }, body: {} }));
    },
    readFlowRunStates: (flowRunId) => call(flowRuns.readFlowRunStates, { query: { flow_run_id: flowRunId } }),
    filterFlowRuns: (body = {}) => call(flowRuns.filterFlowRuns, { body }),
    countFlowRuns: (body = {}) => call(flowRuns.countFlowRuns, { body }),

    createTaskRun: (body) => call(taskRuns.createTaskRun, { body }),
    readTaskRun: (taskRunId) => call(taskRuns.readTaskRun, { path: { taskRunId } }),
    filterTaskRuns: (body = {}) => call(taskRuns.filterTaskRuns, { body }),

    async createLogs(body) {
      if (body.length > 0) await call(logs.createLogs, { body });
    },
    filterLogs: (body = {}) => call(logs.filterLogs, { body }),

    createWorkPool: (body) => call(workPools.createWorkPool, { body }),
    readWorkPool: (workPoolName) => orNull(call(workPools.readWorkPool, { path: { workPoolName } })),
    updateWorkPool: (workPoolName, body) => call(workPools.updateWorkPool, { path: { workPoolName }, body }),
    deleteWorkPool: (workPoolName) => call(workPools.deleteWorkPool, { path: { workPoolName } }),
    filterWorkPools: (body = {}) => call(workPools.filterWorkPools, { body }),
    readWorkPoolConcurrency: (workPoolName, body = {}) =>
      call(workPools.readWorkPoolConcurrency, { path: { workPoolName }, body }),
    countWorkPools: () => call(workPools.countWorkPools, { body: {} }),

    createWorkQueue: (workPoolName, body) => call(workQueues.createWorkQueue, { path: { workPoolName }, body }),
    readWorkQueue: (workPoolName, workQueueName) =>
      orNull(call(workQueues.readWorkQueue, { path: { workPoolName, workQueueName } })),
    updateWorkQueue: (workPoolName, workQueueName, body) =>
      call(workQueues.updateWorkQueue, { path: { workPoolName, workQueueName }, body }),
    deleteWorkQueue: (workPoolName, workQueueName) =>
      call(workQueues.deleteWorkQueue, { path: { workPoolName, workQueueName } }),
    filterWorkQueues: (workPoolName, body = {}) => call(workQueues.filterWorkQueues, { path: { workPoolName }, body }),
    heartbeatWorker: (workPoolName, body) => call(workers.heartbeatWorker, { path: { workPoolName }, body }),
    filterWorkers: (workPoolName, body = {}) => call(workers.filterWorkers, { path: { workPoolName }, body }),
    deleteWorker: (workPoolName, workerName) => call(workers.deleteWorker, { path: { workPoolName, workerName } }),
    getScheduledFlowRuns: (workPoolName, body = {}) =>
      call(workQueues.getScheduledFlowRuns, { path: { workPoolName }, body }),

    readBlockType: (slug) => orNull(call(blocks.readBlockType, { path: { slug } })),
    createBlockType: (body) => call(blocks.createBlockType, { body }),
    updateBlockType: (blockTypeId, body) => call(blocks.updateBlockType, { path: { blockTypeId }, body }),
    deleteBlockType: (blockTypeId) => call(blocks.deleteBlockType, { path: { blockTypeId } }),
    filterBlockTypes: (body = {}) => call(blocks.filterBlockTypes, { body }),
    createBlockSchema: (body) => call(blocks.createBlockSchema, { body }),
    filterBlockSchemas: (body = {}) => call(blocks.filterBlockSchemas, { body }),
    createBlockDocument: (body) => call(blocks.createBlockDocument, { body }),
    readBlockDocument: (blockDocumentId, options) =>
      call(blocks.readBlockDocument, { path: { blockDocumentId }, query: toSecretsQuery(options) }),
    readBlockDocumentByName: (slug, name, options) =>
      orNull(call(blocks.readBlockDocumentByName, { path: { slug, name }, query: toSecretsQuery(options) })),
    updateBlockDocument: (blockDocumentId, body) =>
      call(blocks.updateBlockDocument, { path: { blockDocumentId }, body }),
    deleteBlockDocument: (blockDocumentId) => call(blocks.deleteBlockDocument, { path: { blockDocumentId } }),
    filterBlockDocuments: (body = {}) => call(blocks.filterBlockDocuments, { body }),

    readVariable: (name) => orNull(call(variables.readVariable, { path: { name } })),
    createVariable: (body) => call(variables.createVariable, { body }),
    updateVariable: (name, body) => call(variables.updateVariable, { path: { name }, body }),
    deleteVariable: (name) => call(variables.deleteVariable, { path: { name } }),
    filterVariables: (body = {}) => call(variables.filterVariables, { body }),
  };
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (ObjectNotFoundError.isInstance(error)) return null;
    throw error;
  }
}

function toSecretsQuery({ includeSecrets = true }: ReadBlockOptions = {}): blocks.SecretsQuery {
  return { include_secrets: String(includeSecrets) };
}
