import { setTimeout as delay } from "node:timers/promises";
import { numberedName, withReachableApi, type InfrastructureFailure, type LaunchRequest } from "prefect-core/provider";
import {
  CapacityError,
  CommandNotFoundError,
  ImagePullError,
  resolveRunnerImage,
  StartFailedError,
} from "prefect-core/provider";
import type { AzureContainerInstanceConfiguration } from "./azure-container-instance-configuration.ts";
import { azureTransience, isFull, patiently } from "./azure-patience.ts";
import { containerGroupNameRules } from "./container-group-name.ts";
import { isOfAttempt } from "./container-group-reference.ts";
import type { ContainerGroupView } from "./container-group-view.ts";
import type { ContainerGroups } from "./container-groups.ts";
import { AzureApiError, isTransitioning } from "./errors/azure-api-error.ts";
import { diagnose } from "./explain-event.ts";
import { type ContainerGroupRequest, toContainerGroup } from "./to-container-group.ts";

type Request = LaunchRequest<AzureContainerInstanceConfiguration>;

/**
 * Has the container group of an attempt made, or finds the one that an earlier or concurrent launch made; returns once
 * Azure has accepted it. Throws `ImagePullError`, `CapacityError` and `StartFailedError` where Azure refuses it, and
 * `AzureAccessError`, `ResourceGroupNotFoundError` and `AzureUnreachableError`.
 */
export async function launchContainerGroup(
  groups: ContainerGroups,
  given: Request,
  location: () => Promise<string>,
): Promise<ContainerGroupView> {
  given.signal?.throwIfAborted();
  const { request, warning } = withReachableApi(given, "Azure");
  if (warning !== null) request.notify?.({ kind: "warning", message: warning });
  const { image, notice } = resolveRunnerImage(request.configuration.image);
  if (notice !== null) request.notify?.({ kind: "information", message: notice });
  const group = toContainerGroup(request, image, await location());
  for (let index = 0; ; index += 1) {
    const made = await putUnlessThere(groups, request, {
      ...group,
      name: numberedName(group.name, index, containerGroupNameRules),
    });
    if (made !== null) return made;
  }
}

/**
 * `null` where somebody else has a group of this name. A second PUT would start an ended group anew, so that what is there
 * is read before each.
 */
async function putUnlessThere(
  groups: ContainerGroups,
  request: Request,
  group: ContainerGroupRequest,
): Promise<ContainerGroupView | null> {
  const { signal } = request;
  try {
    return await patientlyPut(async () => {
      const holder = await groups.read(group.name, signal);
      if (holder !== null) return isOfAttempt(holder, request) ? holder : null;
      return await groups.put(group, signal);
    }, signal);
  } catch (error) {
    throw toLaunchError(error, request);
  }
}

const transitionMilliseconds = 500;
const transitionAttempts = 60;

/** A group of this name that is just being made, or deleted, is waited for. */
async function patientlyPut<T>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await patiently(attempt, signal);
    } catch (error) {
      if (!isTransitioning(error) || count >= transitionAttempts) throw error;
      await delay(transitionMilliseconds, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** What Azure has against the group itself, as the run's own failure. */
function toLaunchError(error: unknown, { flowRunId }: Request): unknown {
  if (!AzureApiError.isInstance(error)) return error;
  const failure = (hint?: string): InfrastructureFailure => ({
    flowRunId,
    exitCode: null,
    message: error.message,
    logTail: [],
    ...(error.code === "" ? {} : { platformReason: error.code }),
    ...(hint === undefined ? {} : { hint }),
  });
  if (isFull(error)) {
    return new CapacityError(
      failure(
        "Wait until other runs have ended, remove ended groups (`prefect gc`), choose another region, or have the quota raised.",
      ),
    );
  }
  const isRefused = error.statusCode === 400 || error.statusCode === 409;
  if (!isRefused || azureTransience(error) !== null) {
    return error.code === "RegistryErrorResponse" ? new ImagePullError(failure()) : error;
  }
  const { cause } = diagnose(error.code, error.detail);
  if (cause === "image-pull") return new ImagePullError(failure());
  if (cause === "capacity") return new CapacityError(failure());
  if (cause === "command-not-found") return new CommandNotFoundError(failure());
  return new StartFailedError(
    failure("Correct what Azure complains about, in the flow's options, its `patch` or the work pool's arm_template."),
  );
}
