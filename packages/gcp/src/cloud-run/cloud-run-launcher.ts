import type { Launcher, LaunchRequest } from "prefect-core/provider";
import { checkAccessNeeds } from "../google/access-needs.ts";
import { type GoogleSession, openGoogleSession } from "../google/google-session.ts";
import { createLogPoller, type LogPoller, type LogPollTimes, usualLogPollTimes } from "../google/log-poller.ts";
import { createLogReader } from "../google/log-reader.ts";
import { patiently } from "../google/google-patience.ts";
import { cloudRunAccessNeeds } from "./access-checks.ts";
import { type CloudRunClient, connectToCloudRun } from "./cloud-run-client.ts";
import type { CloudRunConfiguration } from "./cloud-run-configuration.ts";
import { cleanUpJob, endExecution } from "./end-execution.ts";
import { createExecutionPoller, type ExecutionPoller } from "./execution-poller.ts";
import { findJobs } from "./find-jobs.ts";
import { fromReference, referenceTo } from "./job-reference.ts";
import { type LaunchedJob, launchJob, type LaunchTimes } from "./launch-job.ts";
import { watchExecution } from "./watch-execution.ts";

/** A region of a project as one launcher uses it: one poller for all runs in it. */
interface Place {
  readonly session: GoogleSession;
  readonly client: CloudRunClient;
  readonly executions: ExecutionPoller;
  readonly logs: LogPoller;
}

export interface CloudRunTimes extends LaunchTimes {
  /** Between two looks at an execution. */
  readonly pollMilliseconds: number;
  readonly settlingMilliseconds: number;
  readonly logs: LogPollTimes;
}

export const usualCloudRunTimes: CloudRunTimes = {
  readyMilliseconds: 500,
  lagMilliseconds: 1000,
  pollMilliseconds: 2000,
  settlingMilliseconds: 15_000,
  logs: usualLogPollTimes,
};

/** Starts commands as jobs of Cloud Run, and finds them there. */
export function createCloudRunLauncher(
  { access, region }: Pick<CloudRunConfiguration, "access" | "region">,
  {
    times = usualCloudRunTimes,
    environment = process.env,
  }: { readonly times?: CloudRunTimes; readonly environment?: Readonly<NodeJS.ProcessEnv> } = {},
): Launcher<CloudRunConfiguration> {
  const places = new Map<string, Promise<Place>>();
  const launches = new Map<string, Promise<LaunchedJob>>();
  let opening: Promise<GoogleSession> | null = null;

  function session(): Promise<GoogleSession> {
    if (opening === null) {
      opening = openGoogleSession(access, environment);
      opening.catch(() => (opening = null));
    }
    return opening;
  }

  /** `project`: of a run that was launched when another was configured; empty: the session's. */
  function open(project: string, wanted: string | null): Promise<Place> {
    const key = `${project} ${wanted}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = connect(project, wanted);
    places.set(key, place);
    place.catch(() => places.delete(key));
    return place;
  }

  async function connect(project: string, wanted: string | null): Promise<Place> {
    const own = await session();
    const found = project === "" ? own : { ...own, project };
    const client = await connectToCloudRun(found, found.region(wanted, "run"));
    return {
      session: found,
      client,
      executions: createExecutionPoller(client, times.pollMilliseconds),
      logs: createLogPoller(createLogReader(found), times.logs),
    };
  }

  async function ownPlace(): Promise<Place> {
    const found = await session();
    return open(found.project, found.region(region, "run"));
  }

  /** Launches of one attempt at the same time are one. */
  function launchOnce(client: CloudRunClient, request: LaunchRequest<CloudRunConfiguration>): Promise<LaunchedJob> {
    const attempt = `${request.flowRunId} ${request.attempt}`;
    const known = launches.get(attempt);
    if (known !== undefined) return known;
    const launch = launchJob(client, request, times).finally(() => launches.delete(attempt));
    launches.set(attempt, launch);
    return launch;
  }

  return {
    async checkReachable() {
      const { client } = await ownPlace();
      await patiently(() => client.listJobs(null, 1));
    },
    async checkAccess() {
      const { session: found, client } = await ownPlace();
      const checks = await checkAccessNeeds(found, cloudRunAccessNeeds);
      // Only Cloud Run itself says whether its API is enabled, and knows the region.
      if (checks.some(({ permission, isAllowed }) => permission.startsWith("run.jobs.list ") && isAllowed)) {
        await patiently(() => client.listJobs(null, 1));
      }
      return checks;
    },
    async launch(request) {
      request.signal?.throwIfAborted();
      const { client } = await ownPlace();
      const { job, execution } = await launchOnce(client, request);
      return referenceTo(client, job, execution);
    },
    async *watch(given, options) {
      const reference = fromReference(given);
      const place = await open(reference.project, reference.region);
      yield* watchExecution({ ...place, settlingMilliseconds: times.settlingMilliseconds }, reference, options);
    },
    async kill(given) {
      const reference = fromReference(given);
      const { client } = await open(reference.project, reference.region);
      await endExecution(client, reference, times.pollMilliseconds);
    },
    async cleanup(given) {
      const reference = fromReference(given);
      const { client } = await open(reference.project, reference.region);
      await cleanUpJob(client, reference, times.pollMilliseconds);
    },
    async *find(labels) {
      yield* findJobs((await ownPlace()).client, labels);
    },
  };
}
