import { defineInfrastructure, StartFailedError } from "prefect-core/provider";
import { processInfrastructure, withLaunchPoints, type LaunchPoints } from "prefect-core/testing";
import type { Submission } from "../submission.ts";
import { victims } from "./victims.ts";

const {
  on,
  victim,
  args = [],
  options = {},
  timeoutSeconds,
  attach,
  point,
} = JSON.parse(process.argv[2] ?? "{}") as Submission;

const endHere = (): void => void process.kill(process.pid, "SIGKILL");
const loseAnswer = (): void => {
  throw new StartFailedError({ flowRunId: "", exitCode: null, message: "The answer was lost.", logTail: [] });
};
const allPoints: Readonly<Record<NonNullable<Submission["point"]>, LaunchPoints>> = {
  "killed-before-launch": { beforeLaunch: endHere },
  "killed-after-launch": { afterLaunch: endHere },
  "killed-before-collect": { beforeCollect: endHere },
  "killed-before-cleanup": { beforeCleanup: endHere },
  duplicated: {
    async afterLaunch(_reference, request, launcher) {
      await launcher.launch({ ...request, flowRunId: `duplicate-of-${request.flowRunId}` });
    },
  },
  "lost-answer": { afterLaunch: loseAnswer },
};
const points = point === undefined ? {} : allPoints[point];

interface Plugin {
  readonly infrastructureTypes: readonly (typeof processInfrastructure)[];
}

async function loadInfrastructure(): Promise<typeof processInfrastructure> {
  if (on.package === null) return processInfrastructure;
  const plugin = (await import(`../../../packages/${on.package}/dist/plugin.js`)) as Plugin;
  const found = plugin.infrastructureTypes.find(({ type }) => type === on.type);
  if (found === undefined) throw new Error(`The plugin ${on.package} has no infrastructure ${on.type}.`);
  return found;
}

const decorate = defineInfrastructure(withLaunchPoints(await loadInfrastructure(), points));
const bound = decorate({ ...on.options, ...options })(victims[victim] as typeof victims.waits);
const call = timeoutSeconds === undefined ? bound : bound.with({ timeoutSeconds });

/** The last line, for the test. */
function report(value: object): void {
  console.log(`\n${JSON.stringify(value)}`);
}

let flowRunId: string | undefined;
try {
  const future = attach === undefined ? await call.submit(...(args as [number])) : bound.attach(attach);
  flowRunId = future.flowRunId;
  console.log(`run ${flowRunId}`);
  const value = await future.result();
  report({ flowRunId, value: typeof value === "string" && value.length > 100 ? value.length : value });
} catch (error) {
  const { message, exitCause = null } = error as Error & { exitCause?: string };
  report({ flowRunId, error: (error as Error).constructor.name, exitCause, message });
}
