import { createSecretBox } from "../blocks/secret-box.ts";
import type { Transport } from "../transports/transport.ts";
import { blockDocumentRoutes } from "./handlers/block-document-handlers.ts";
import { blockTypeRoutes } from "./handlers/block-type-handlers.ts";
import { flowRoutes } from "./handlers/flow-handlers.ts";
import { flowRunRoutes } from "./handlers/flow-run-handlers.ts";
import { logRoutes } from "./handlers/log-handlers.ts";
import { serverRoutes } from "./handlers/server-handlers.ts";
import { taskRunRoutes } from "./handlers/task-run-handlers.ts";
import { variableRoutes } from "./handlers/variable-handlers.ts";
import { deploymentRoutes } from "./handlers/deployment-handlers.ts";
import { workPoolRoutes } from "./handlers/work-pool-handlers.ts";
import { workQueueRoutes } from "./handlers/work-queue-handlers.ts";
import { workerRoutes } from "./handlers/worker-handlers.ts";
import { registerBuiltInBlocks } from "./built-in-blocks.ts";
import { openDatabase } from "./open-database.ts";
import { createRouter } from "./router.ts";
import { createStore } from "./store.ts";
import { createStoredLeases } from "./stored-leases.ts";

const routes = [
  ...serverRoutes,
  ...flowRoutes,
  ...flowRunRoutes,
  ...taskRunRoutes,
  ...logRoutes,
  ...workPoolRoutes,
  ...workQueueRoutes,
  ...workerRoutes,
  ...deploymentRoutes,
  ...blockTypeRoutes,
  ...blockDocumentRoutes,
  ...variableRoutes,
];

/** The control plane that lives in a home directory and answers in process. */
export async function openEmbeddedTransport(home: string): Promise<Transport> {
  const { database, path } = await openDatabase(home);
  const store = createStore(database, path);
  await registerBuiltInBlocks(store);
  const send = createRouter(routes, store, createSecretBox(home));
  return {
    describe: () => path,
    apiUrl: null,
    leases: createStoredLeases(store),
    send,
    async close() {
      store.close();
    },
  };
}
