import type { InfrastructureReference } from "../../contracts/launcher.ts";
import { processDirectory } from "./process-directory.ts";
import type { ProcessDirectory } from "./process-directory.ts";
import { toIdentityDetails } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** Prefect's process worker reports the bare process id; the rest of the identity lies beside it. */
export function toProcessReference(directory: ProcessDirectory, identity: ProcessIdentity): InfrastructureReference {
  return {
    type: "process",
    infrastructurePid: String(identity.processId),
    details: { directory: directory.path, ...toIdentityDetails(identity) },
  };
}

export function fromProcessReference({ details }: InfrastructureReference): {
  readonly directory: ProcessDirectory;
  readonly identity: ProcessIdentity;
} {
  const text = (key: string): string => String(details[key] ?? "");
  return {
    directory: processDirectory(text("directory")),
    identity: {
      processId: Number(details["processId"]),
      startTime: text("startTime"),
      bootId: text("bootId"),
      host: text("host"),
    },
  };
}
