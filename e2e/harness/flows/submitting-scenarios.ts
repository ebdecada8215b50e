import { flow, type InfrastructureDecorator } from "prefect-core";
import type { CommonInfrastructureOptions } from "prefect-core/provider";
import { fails, hello, nested, readsGreeting, square, waits } from "./shared-flows.ts";

/** What `submittingFacts` has a script do, by the name of each fact; `argument` is the script's second word. */
export function submittingScenarios<Options>(
  decorate: (options?: Pick<CommonInfrastructureOptions, "includeFiles">) => InfrastructureDecorator<Options>,
  argument: string,
): Readonly<Record<string, () => Promise<unknown>>> {
  const there = decorate();
  const helloThere = there(hello);
  const waitsThere = there(waits);
  const squareThere = there(square);
  const parent = flow(async function parent() {
    return helloThere("child");
  });
  return {
    hello: () => helloThere("there"),
    files: () => decorate({ includeFiles: ["greeting.txt"] })(readsGreeting)(),
    nested: () => there(nested)(20),
    parent: () => parent(),
    fails: () =>
      there(fails)().then(
        () => null,
        (error: Error) => ({ isRangeError: error instanceof RangeError, message: error.message }),
      ),
    many: () => Promise.all(Array.from({ length: Number(argument) }, (_, value) => squareThere(value))),
    /** Tells when the run was submitted, and ends when its caller says so. */
    async submit() {
      const future = await waitsThere.submit(argument);
      console.log(`\nsubmitted ${future.flowRunId}`);
      const lines: string[] = [];
      for await (const { message } of future.logs()) lines.push(message);
      return { result: await future.result(), lines, state: (await future.state()).type };
    },
    async cancel() {
      const future = await waitsThere.submit(argument);
      for await (const { message } of future.logs()) if (message === "not there yet") break;
      await future.cancel();
      return (await future.state()).type;
    },
    /** Cancels what was submitted before it could start. */
    async cancelUnstarted() {
      const future = await waitsThere.submit(argument);
      const submitted = (await future.state()).type;
      await future.cancel();
      return { submitted, ended: (await future.state()).type };
    },
  };
}
