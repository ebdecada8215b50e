import { flow, localProcess } from "prefect-core";

const rows = await Promise.resolve([1, 2]);

function make(rate: number): (n: number) => Promise<number> {
  const scale = (n: number): number => n * rate;
  return localProcess()(flow({ name: "closure" }, async (n: number): Promise<number> => scale(n) + rows.length));
}

/** A flow with a captured function, a captured value and a variable that was awaited. */
export const target = make(3) as ReturnType<typeof make> & {
  plan(n: number): Promise<{ readonly bundle: { readonly sha256: string } }>;
};

if (process.argv[2] === "plan") console.log((await target.plan(20)).bundle.sha256);
