import type { Bundle } from "../bundle/bundle.ts";
import { createBundle } from "../bundle/create-bundle.ts";
import type { Layer } from "../bundle/layer/load-layer.ts";
import type { PrefectClient } from "../control-plane/prefect-client.ts";
import type { Binding, PackedFlow } from "./binding.ts";
import { defaultPlatform } from "./default-platform.ts";
import { loadNestedParts } from "./nested/nested-parts.ts";

/** A flow's bundle, and what else travels once it is known what the job is. */
export interface Pack {
  finish(client: PrefectClient, configuration: unknown): Promise<PackedFlow>;
}

/** Builds a flow's bundle. */
export async function createPack(binding: Binding): Promise<Pack> {
  const { flow, infrastructure, options } = binding;
  const { includeFiles = [], external = [] } = options;
  const bundle = await createBundle(flow, { includeFiles, external });
  return {
    async finish(client, configuration) {
      const isLocal = infrastructure.runnerCommand().isLocal === true;
      const [layer, nested] = await Promise.all([
        packPackages(binding, bundle, configuration),
        loadNestedParts(client, bundle.plugins, isLocal),
      ]);
      return { bundle, layer, nested, isParentKnown: true };
    },
  };
}

/** What a flow takes along beside its code, for what its job runs on. */
async function packPackages(
  { flow, infrastructure, options }: Binding,
  bundle: Bundle,
  configuration: unknown,
): Promise<Layer | null> {
  if (bundle.packages.length === 0) return null;
  const told = await infrastructure.containerPlatform?.(configuration);
  const platform = { ...defaultPlatform, ...told, ...options.nativePlatform };
  const { loadLayer } = await import("../bundle/layer/load-layer.ts");
  return await loadLayer({ flowName: flow.name, externals: bundle.packages, directory: bundle.directory, platform });
}
