import type { AccessCheck } from "prefect-core/provider";
import { patiently } from "./google-patience.ts";
import { postToGoogle } from "./google-rest.ts";
import type { GoogleSession } from "./google-session.ts";

/** A permission of Google's IAM that runs need. */
export interface AccessNeed {
  /** `run.jobs.create` */
  readonly permission: string;
  readonly purpose: string;
  readonly isOptional?: boolean;
}

/** Asks Google which of them whoever asks has in the session's project. */
export async function checkAccessNeeds(
  session: GoogleSession,
  needs: readonly AccessNeed[],
): Promise<readonly AccessCheck[]> {
  const answer = await patiently(() =>
    postToGoogle(session, {
      service: "cloudresourcemanager",
      operation: `ask for your permissions in the project ${session.project}`,
      path: `/v1/projects/${encodeURIComponent(session.project)}:testIamPermissions`,
      body: { permissions: needs.map(({ permission }) => permission) },
    }),
  );
  const granted = new Set((answer as { readonly permissions?: readonly string[] } | null)?.permissions ?? []);
  return needs.map(({ permission, purpose, isOptional }) => ({
    purpose,
    permission: `${permission} in the project ${session.project}`,
    isAllowed: granted.has(permission),
    ...(isOptional === undefined ? {} : { isOptional }),
  }));
}
