import { flow, localProcess } from "prefect-core";
import { step } from "./step.ts";

const rows = await Promise.resolve([1, 2]);

function make(rate: number): (n: number) => Promise<number> {
  const scale = (n: number): number => n * rate;
  return localProcess()(flow({ name: "closure" }, async (n: number): Promise<number> => scale(n) + rows.length + step));
}

/** A flow with a captured function, a captured value, a variable that was awaited and an import. */
export const target = make(3) as ReturnType<typeof make> & {
  plan(n: number): Promise<{ readonly bundle: { readonly sha256: string } }>;
};
