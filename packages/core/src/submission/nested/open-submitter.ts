import { openControlPlane } from "../../control-plane/open-control-plane.ts";
import type { AnyFunction, FlowBrand } from "../../contracts/flow.ts";
import type { CommonInfrastructureOptions, InfrastructureType } from "../../contracts/infrastructure-type.ts";
import type { NestedContext, NestedSubmitter } from "../../engine/child/nested-submitters.ts";
import { InfrastructureOptionError } from "../../errors/infrastructure-option-error.ts";
import { ObjectAlreadyExistsError } from "../../errors/object-already-exists-error.ts";
import { checkInfrastructureOptions } from "../../infrastructure/infrastructure-options.ts";
import { loadSettings } from "../../settings/load-settings.ts";
import { bindFlow } from "../bound-flow.ts";
import { untilWoundDown } from "../winding-down.ts";
import { registerRunnerStorages } from "./runner-storages.ts";
import { createPackedFlow } from "./packed-flow.ts";

/** What the module that a plugin has for use within runs exports as `openSubmitter`. */
export type OpenSubmitter = (context: NestedContext) => Promise<NestedSubmitter>;

/**
 * What a plugin's module for use within runs exports: it submits flows of the code that runs there to the plugin's
 * infrastructures. Without an API, runs and pools are kept in a store of the run's own.
 */
export function createOpenSubmitter(infrastructures: readonly { readonly type: string }[]): OpenSubmitter {
  const byType = new Map(infrastructures.map((infrastructure) => [infrastructure.type, infrastructure]));
  return async (context) => {
    if (!context.isLocal) {
      if (context.runnerImage !== null) process.env["PREFECT_RUNNER_IMAGE"] ??= context.runnerImage;
      await registerRunnerStorages(context);
      if (!loadSettings().apiUrl) await openOwnStore(context);
    }
    return {
      bind(flow: FlowBrand, type: string, options: object) {
        const infrastructure = byType.get(type) as unknown as InfrastructureType<CommonInfrastructureOptions, unknown>;
        checkInfrastructureOptions(type, options, infrastructure.optionNames, infrastructure.secretSources);
        refuseFiles(type, options);
        const packed = createPackedFlow(context, flow);
        return bindFlow(flow, infrastructure, options, packed) as unknown as ReturnType<NestedSubmitter["bind"]> &
          AnyFunction;
      },
      untilWoundDown,
    };
  };
}

/** They lie where the run was submitted. */
function refuseFiles(infrastructureType: string, { includeFiles = [] }: CommonInfrastructureOptions): void {
  if (includeFiles.length === 0) return;
  const reason = "cannot be sent from within a run";
  const hint = " Include them in the run that makes the call, and pass what they hold as a parameter.";
  throw new InfrastructureOptionError({ infrastructureType, option: "includeFiles", reason, hint });
}

/** A store that lasts as long as the run, with the pools that the submitter knew. */
async function openOwnStore({ directory, workPools }: NestedContext): Promise<void> {
  process.env["PREFECT_HOME"] = `${directory}/home`;
  const client = await openControlPlane(loadSettings());
  for (const { name, type, description, baseJobTemplate, storageConfiguration } of workPools) {
    try {
      await client.createWorkPool({ name, type, description, base_job_template: baseJobTemplate });
      await client.updateWorkPool(name, { storage_configuration: storageConfiguration });
    } catch (error) {
      if (!ObjectAlreadyExistsError.isInstance(error)) throw error;
    }
  }
}
