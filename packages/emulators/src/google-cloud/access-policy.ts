import { refuse } from "./grpc-status-error.ts";

/** What whoever asks may not do. */
export interface AccessPolicy {
  /** Throws what Google refuses with. `permission`: `run.jobs.create`. */
  require(permission: string, resource: string): void;
  /** Of these, those that are granted. */
  granted(permissions: readonly string[]): readonly string[];
}

export function createAccessPolicy(denied: readonly string[] = []): AccessPolicy {
  return {
    require(permission, resource) {
      if (!denied.includes(permission)) return;
      const message = `Permission '${permission}' denied on resource '${resource}' (or resource may not exist).`;
      const metadata = { permission, resource };
      throw refuse("PERMISSION_DENIED", message, {
        reason: "IAM_PERMISSION_DENIED",
        domain: "iam.googleapis.com",
        metadata,
      });
    },
    granted: (permissions) => permissions.filter((permission) => !denied.includes(permission)),
  };
}
