import type { AccessPolicy } from "../google-cloud/access-policy.ts";
import { refuse } from "../google-cloud/grpc-status-error.ts";
import type { GrpcMethods } from "../google-cloud/grpc-server.ts";
import { listPage, type PageRequest } from "../google-cloud/list-page.ts";
import { type Operations, packed } from "../google-cloud/operations.ts";
import { checkJob } from "./check-job.ts";
import { parseJobFilter } from "./job-filter.ts";
import type { CustomJobBody } from "./job-shapes.ts";
import type { JobSlots } from "./job-slots.ts";
import type { JobStore } from "./job-store.ts";

interface Named {
  readonly name: string;
}

interface Listing extends PageRequest {
  readonly parent: string;
  readonly filter?: string;
}

const deleteMetadata = "google.cloud.aiplatform.v1.DeleteOperationMetadata";

export function createVertexAiMethods({
  store,
  policy,
  operations,
  slots,
  isQuotaRefused,
  listLagMilliseconds,
}: {
  readonly policy: AccessPolicy;
  readonly operations: Operations;
  readonly store: JobStore;
  readonly slots: JobSlots;
  /** Whether jobs beyond quota are refused instead of queued. */
  readonly isQuotaRefused: boolean;
  /** How long a new job is missing from lists. */
  readonly listLagMilliseconds: number;
}): GrpcMethods {
  return {
    CreateCustomJob({ parent, customJob }: { readonly parent: string; readonly customJob: CustomJobBody }) {
      policy.require("aiplatform.customJobs.create", parent);
      const { serviceAccount } = customJob.jobSpec ?? {};
      if (serviceAccount !== undefined) policy.require("iam.serviceAccounts.actAs", serviceAccount);
      checkJob(customJob);
      if (isQuotaRefused && slots.isFull) throw overQuota(customJob);
      return store.create(parent, customJob).view();
    },
    GetCustomJob({ name }: Named) {
      policy.require("aiplatform.customJobs.get", name);
      return store.job(name).view();
    },
    ListCustomJobs({ parent, filter = "", ...page }: Listing) {
      policy.require("aiplatform.customJobs.list", parent);
      const matches = parseJobFilter(filter);
      const now = Date.now();
      const found = store
        .list(parent)
        .filter((job) => now - job.createdAt.getTime() >= listLagMilliseconds && matches(job));
      const { items, nextPageToken } = listPage(found, page);
      return { customJobs: items.map((job) => job.view()), nextPageToken };
    },
    CancelCustomJob({ name }: Named) {
      policy.require("aiplatform.customJobs.cancel", name);
      const job = store.job(name);
      if (job.hasEnded) {
        throw refuse("FAILED_PRECONDITION", `The CustomJob is in state ${job.state} and cannot be canceled.`);
      }
      job.cancel();
      return {};
    },
    DeleteCustomJob({ name }: Named) {
      policy.require("aiplatform.customJobs.delete", name);
      const job = store.job(name);
      if (!job.hasEnded) {
        throw refuse(
          "FAILED_PRECONDITION",
          `The CustomJob is in state ${job.state} and cannot be deleted. Cancel it first.`,
        );
      }
      store.forget(name);
      return operations.begin(name.split("/").slice(0, 4).join("/"), () => ({
        metadata: packed(deleteMetadata, {}),
        response: packed("google.protobuf.Empty", {}),
      }));
    },
  };
}

/** In the words of https://cloud.google.com/vertex-ai/docs/quotas */
function overQuota({ jobSpec }: CustomJobBody): Error {
  const { machineType = "", acceleratorType } = jobSpec?.workerPoolSpecs?.[0]?.machineSpec ?? {};
  const metric = acceleratorType?.toLowerCase().replace(/_tesla/, "") ?? `${machineType.split("-")[0]}_cpus`;
  return refuse(
    "RESOURCE_EXHAUSTED",
    `The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_${metric}`,
  );
}
