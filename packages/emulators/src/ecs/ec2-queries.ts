import { AwsError } from "./aws-error.ts";

/** A network of the emulated account. */
export interface Vpc {
  readonly id: string;
  readonly isDefault: boolean;
  readonly subnets: readonly string[];
}

/** Answers EC2's query protocol: a form is asked, and XML answered. */
export function answerEc2(form: URLSearchParams, vpcs: readonly Vpc[]): string {
  const action = form.get("Action") ?? "";
  if (form.get("Version") !== "2016-11-15") throw new AwsError("InvalidParameterValue", "The version is not known.");
  const filters = readFilters(form);
  if (action === "DescribeVpcs") {
    const found = vpcs.filter(
      ({ id, isDefault }) => matches(filters, "vpc-id", id) && matches(filters, "is-default", String(isDefault)),
    );
    const items = found.map(
      ({ id, isDefault }) => `<item><vpcId>${id}</vpcId><isDefault>${isDefault}</isDefault></item>`,
    );
    return answer(action, `<vpcSet>${items.join("")}</vpcSet>`);
  }
  if (action === "DescribeSubnets") {
    const found = vpcs.filter(({ id }) => matches(filters, "vpc-id", id));
    const items = found.flatMap(({ id, subnets }) =>
      subnets.map((subnet) => `<item><subnetId>${subnet}</subnetId><vpcId>${id}</vpcId></item>`),
    );
    return answer(action, `<subnetSet>${items.join("")}</subnetSet>`);
  }
  throw new AwsError("InvalidAction", `The action ${action} is not valid for this web service.`);
}

function readFilters(form: URLSearchParams): ReadonlyMap<string, readonly string[]> {
  const filters = new Map<string, readonly string[]>();
  for (let index = 1; ; index += 1) {
    const name = form.get(`Filter.${index}.Name`);
    if (name === null) return filters;
    if (!["vpc-id", "is-default"].includes(name)) {
      throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
    }
    const values = [...form].filter(([key]) => key.startsWith(`Filter.${index}.Value.`)).map(([, value]) => value);
    filters.set(name, values);
  }
}

function matches(filters: ReadonlyMap<string, readonly string[]>, name: string, value: string): boolean {
  return filters.get(name)?.includes(value) ?? true;
}

function answer(action: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>emulated</requestId>${content}</${action}Response>`;
}

export function ec2Error({ code, message }: AwsError): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>emulated</RequestID></Response>`;
}
