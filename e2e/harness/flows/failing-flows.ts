import { setTimeout as delay } from "node:timers/promises";
import { flow, type InfrastructureDecorator } from "prefect-core";
import { failureOf } from "../../docker/flows/report.ts";

/** How a flow ends that is to fail, or not. */
export type FlowEnd = "returns" | "exits" | "idles" | "hoards";

const works = flow(async function works(end: FlowEnd) {
  if (end === "exits") process.exit(3);
  console.log("up");
  if (end === "idles") await delay(600_000);
  if (end === "hoards") {
    // Somewhat more than it may have, and no more: nothing but its limit keeps it from taking all that the machine has.
    const hoard = Array.from({ length: 40 }, () => Buffer.alloc(16 * 2 ** 20, 1));
    await delay(60_000);
    console.log(hoard.length);
  }
  return "done";
});

/** What a scenario asks of its infrastructure that another one does not, and how its flow ends. Default: it returns. */
export type FailureRequests<Options> = Readonly<Record<string, Options & { readonly end?: FlowEnd }>>;

/** Plays scenarios at the same time, and gives what each call was told, by name; `none` of one that returned. */
export async function playFailures<Options>(
  names: readonly string[],
  requests: FailureRequests<Options>,
  decorate: (options: Options) => InfrastructureDecorator<Options>,
): Promise<Readonly<Record<string, unknown>>> {
  async function play(name: string): Promise<readonly [string, unknown]> {
    const { end = "returns", ...options } = requests[name] ?? {};
    const call = decorate(options as Options)(works)(end);
    return [name, await failureOf(call).catch((error: unknown) => ({ name: "none", message: String(error) }))];
  }
  return Object.fromEntries(await Promise.all(names.map(play)));
}
