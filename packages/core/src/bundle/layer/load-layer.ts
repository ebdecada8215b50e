import type { ContainerPlatform, LayerPlatform } from "../../contracts/container-platform.ts";
import { ExternalPackageError, type ExternalPackageProblem } from "../../errors/external-package-error.ts";
import { describePlatform } from "../../settings/describe-platform.ts";
import { type BundlePart, compressPart, hashOf } from "../bundle-part.ts";
import { layerKey } from "../run-layout.ts";
import type { ExternalPackage } from "./external-package.ts";
import { specifierOf } from "./fetch-packages.ts";
import { type CachedLayer, readCachedLayer, writeCachedLayer } from "./layer-cache.ts";
import { packLayer } from "./pack-layer.ts";
import { type LayerPlan, planLayer } from "./plan-layer.ts";

/** Packages that go along, packed for one platform. */
export interface Layer {
  readonly part: BundlePart;
  readonly platform: LayerPlatform;
  /** `name@version` of each, sorted. */
  readonly packages: readonly string[];
  readonly warnings: readonly string[];
}

export interface LayerRequest {
  readonly flowName: string;
  readonly externals: readonly ExternalPackage[];
  /** The flow's; its lock file, or that of a directory above it, holds. */
  readonly directory: string;
  readonly platform: ContainerPlatform;
}

interface LoadedLayer extends CachedLayer {
  readonly leftOut: readonly ExternalPackageProblem[];
}

/** By identity: packages and platform. */
const layers = new Map<string, Promise<LoadedLayer>>();

/**
 * Packs a flow's external packages for a platform, in the versions that the project's lock file holds. What was packed
 * before is taken from this process or from `PREFECT_HOME`.
 *
 * @throws ExternalPackageError with every package that cannot be had, or has no binary for the platform
 */
export async function loadLayer({ flowName, externals, directory, platform }: LayerRequest): Promise<Layer> {
  const plan = await planLayer(externals, directory, platform);
  if (plan.problems.length > 0) {
    throw new ExternalPackageError({ flowName, platform: null, problems: plan.problems });
  }
  const optional = externals.filter(({ isOptional }) => isOptional).map(({ name }) => name);
  const identity = identify(plan, platform, optional);
  let loading = layers.get(identity);
  if (loading === undefined) {
    loading = load(flowName, plan, platform, optional, identity);
    layers.set(identity, loading);
    loading.catch(() => layers.delete(identity));
  }
  const { part, isBoundToNode, leftOut } = await loading;
  return {
    part,
    platform: isBoundToNode ? platform : { ...platform, nodeMajor: null },
    packages: [...new Set(plan.packages.map(({ locked }) => specifierOf(locked)))].toSorted(),
    warnings: leftOut.map((each) => `${each.package} stays behind: ${each.problem}`),
  };
}

async function load(
  flowName: string,
  { packages, directory }: LayerPlan,
  platform: ContainerPlatform,
  optional: readonly string[],
  identity: string,
): Promise<LoadedLayer> {
  const cached = await readCachedLayer(identity);
  if (cached !== null) return { ...cached, leftOut: [] };
  const packed = await packLayer(packages, directory, platform, new Set(optional));
  const { archive, isBoundToNode, leftOut, problems } = packed;
  if (problems.length > 0) {
    throw new ExternalPackageError({ flowName, platform: describePlatform(platform), problems });
  }
  const part = await compressPart(layerKey, archive);
  if (leftOut.length === 0) await writeCachedLayer(identity, { part, isBoundToNode });
  return { part, isBoundToNode, leftOut };
}

function identify({ packages }: LayerPlan, platform: ContainerPlatform, optional: readonly string[]): string {
  const placed = packages.map(({ path, locked }) => [path, specifierOf(locked), locked.integrity]);
  return hashOf(Buffer.from(JSON.stringify([1, platform, optional, placed])));
}
