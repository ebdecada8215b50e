import type { HttpRequest } from "../http/http-exchange.ts";
import { AwsError } from "./aws-error.ts";

/** Who may ask for what in the emulated account, and which roles it has. */
export interface AccountAccess {
  /** The IAM actions that are refused from now on. */
  deny(actions: readonly string[]): void;
  /** Throws `AwsError` for a request that is not signed, signed for a region that is not known, or denied. */
  authorize(request: HttpRequest): "home" | "empty-region";
  /** Throws `AwsError` where a role that a request hands on is not there, or may not be handed on. */
  checkRoles(operation: string, input: Readonly<Record<string, unknown>>): void;
}

export interface AccountAccessOptions {
  readonly region: string;
  readonly emptyRegions: readonly string[];
  /** ARNs; `null`: every role is there. */
  readonly roles: readonly string[] | null;
  /** `null`: every key is valid. */
  readonly accessKeyIds: readonly string[] | null;
}

const user = "arn:aws:iam::123456789012:user/tester";

export function createAccountAccess({
  region,
  emptyRegions,
  roles,
  accessKeyIds,
}: AccountAccessOptions): AccountAccess {
  let denied: ReadonlySet<string> = new Set();

  const refusal = (action: string, on: string): string =>
    `User: ${user} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;

  return {
    deny: (actions) => void (denied = new Set(actions)),
    authorize({ headers, operation }) {
      const [, accessKeyId = "", scope] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
      if (scope === undefined)
        throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
      if (accessKeyIds?.includes(accessKeyId) === false) {
        throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
      }
      if (emptyRegions.includes(scope)) return "empty-region";
      if (scope !== region) {
        const message = `Credential should be scoped to a valid region, not '${scope}'.`;
        throw new AwsError("InvalidSignatureException", message);
      }
      if (!denied.has(operation)) return "home";
      const isEc2 = operation.startsWith("ec2:");
      const code = isEc2 ? "UnauthorizedOperation" : "AccessDeniedException";
      throw new AwsError(code, refusal(operation, ""), { status: isEc2 ? 403 : 400 });
    },
    checkRoles(operation, input) {
      for (const role of rolesOf(input)) {
        if (denied.has("iam:PassRole")) {
          throw new AwsError("AccessDeniedException", refusal("iam:PassRole", ` on resource: ${role}`));
        }
        if (roles === null || roles.includes(role)) continue;
        if (operation === "RegisterTaskDefinition") throw new AwsError("ClientException", "Role is not valid");
        throw new AwsError(
          "ClientException",
          `ECS was unable to assume the role '${role}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
        );
      }
    },
  };
}

function rolesOf({ taskRoleArn, executionRoleArn, overrides }: Readonly<Record<string, unknown>>): readonly string[] {
  const given = (overrides ?? {}) as { readonly taskRoleArn?: unknown; readonly executionRoleArn?: unknown };
  return [taskRoleArn, executionRoleArn, given.taskRoleArn, given.executionRoleArn].filter(
    (role) => typeof role === "string",
  );
}
