import { azureContainerInstanceJobTemplate } from "../../packages/azure/src/container-instance/azure-container-instance-job-template.ts";
import { type AzureControlPlane, testResourceGroup, testSubscription } from "./azure-control-plane.ts";
import { createUserHome, type UserHome } from "./user-home.ts";
import { createWorkPool, storeInBlobStorage, withDefaults } from "./work-pool.ts";

/** The user's work pool. */
export const testWorkPool = "aci";

/** A user for whom the emulated control plane is Azure, with a pool there that keeps code and results in Blob Storage. */
export async function createAzureHome(
  azure: AzureControlPlane,
  env: Readonly<Record<string, string>> = {},
): Promise<UserHome> {
  const home = await createUserHome({
    suite: "azure-container-instance",
    env: { PREFECT_RUNNER_IMAGE: "runner:1", ...azure.env, ...env },
  });
  const defaults = {
    subscription_id: testSubscription,
    resource_group_name: testResourceGroup,
    task_watch_poll_interval: 0.1,
  };
  await createWorkPool(home, {
    name: testWorkPool,
    type: "azure-container-instance",
    template: withDefaults(azureContainerInstanceJobTemplate, defaults),
  });
  await storeInBlobStorage(home, testWorkPool);
  return home;
}
