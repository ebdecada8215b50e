import { readFile } from "node:fs/promises";
import type { Launcher, LaunchRequest } from "prefect-core/provider";
import type { GcpAccess } from "../credentials/gcp-access.ts";
import { checkAccessNeeds } from "../google/access-needs.ts";
import { patiently } from "../google/google-patience.ts";
import { openGoogleSession } from "../google/google-session.ts";
import { createLogPoller, type LogPoller } from "../google/log-poller.ts";
import { createLogReader } from "../google/log-reader.ts";
import { vertexAiAccessNeeds } from "./access-checks.ts";
import { fromReference, referenceTo } from "./custom-job-reference.ts";
import type { CustomJob } from "./custom-job.ts";
import { createCustomJobs, type CustomJobs } from "./custom-jobs.ts";
import { cleanUpCustomJob, endCustomJob } from "./end-custom-job.ts";
import { findCustomJobs } from "./find-custom-jobs.ts";
import { createJobPoller, type JobPoller } from "./job-poller.ts";
import { connectToVertexAi } from "./vertex-ai-client.ts";
import { launchCustomJob } from "./launch-custom-job.ts";
import type { VertexAiConfiguration } from "./vertex-ai-configuration.ts";
import { usualVertexAiTimes, type VertexAiTimes } from "./vertex-ai-times.ts";
import { watchCustomJob } from "./watch-custom-job.ts";

type Connection = Pick<VertexAiConfiguration, "access" | "region" | "pollIntervalSeconds">;

/** A region as one launcher uses it: one poller for all runs in it. */
interface Place {
  readonly jobs: CustomJobs;
  readonly poller: JobPoller;
  readonly logs: LogPoller;
}

/** Asking Vertex AI before each of many calls would tell nothing new. */
const reachableMilliseconds = 60_000;

/** Starts commands as custom jobs of Vertex AI, and finds them there. */
export function createVertexAiLauncher(
  { access, region, pollIntervalSeconds }: Connection,
  {
    times = usualVertexAiTimes,
    environment = process.env,
  }: { readonly times?: VertexAiTimes; readonly environment?: Readonly<NodeJS.ProcessEnv> } = {},
): Launcher<VertexAiConfiguration> {
  const places = new Map<string, Promise<Place>>();
  const launches = new Map<string, Promise<CustomJob>>();
  const session = once(() => openGoogleSession(access, environment));
  const logs = once(async () => createLogPoller(createLogReader(await session()), times.logs));
  let reachedAt = Number.NEGATIVE_INFINITY;

  function open(where: string): Promise<Place> {
    const known = places.get(where);
    if (known !== undefined) return known;
    const opening = session().then(async (opened) => {
      const client = await connectToVertexAi(opened, where);
      const jobs = createCustomJobs(client, { project: opened.project, region: where });
      return { jobs, poller: createJobPoller(jobs, pollIntervalSeconds), logs: await logs() };
    });
    places.set(where, opening);
    opening.catch(() => places.delete(where));
    return opening;
  }

  const ownPlace = async (): Promise<Place> => await open((await session()).region(region, "ai"));

  /** Launches of one attempt at the same time are one. */
  async function launchOnce({ jobs }: Place, request: LaunchRequest<VertexAiConfiguration>): Promise<CustomJob> {
    const attempt = `${jobs.region} ${request.flowRunId} ${request.attempt}`;
    const known = launches.get(attempt);
    if (known !== undefined) return await known;
    const surroundings = { jobs, serviceAccount: () => serviceAccountOf(access), times };
    const launch = launchCustomJob(surroundings, request).finally(() => launches.delete(attempt));
    launches.set(attempt, launch);
    return await launch;
  }

  return {
    async checkReachable() {
      const { jobs } = await ownPlace();
      if (performance.now() - reachedAt < reachableMilliseconds) return;
      await patiently(() => jobs.probe());
      reachedAt = performance.now();
    },
    async checkAccess() {
      return await checkAccessNeeds(await session(), vertexAiAccessNeeds);
    },
    async launch(request) {
      request.signal?.throwIfAborted();
      return referenceTo(await launchOnce(await ownPlace(), request));
    },
    async *watch(reference, options) {
      const job = fromReference(reference);
      const place = await open(job.region);
      yield* watchCustomJob({ ...place, settlingMilliseconds: times.settlingMilliseconds }, job, options);
    },
    async kill(reference) {
      const { name, region: where } = fromReference(reference);
      await endCustomJob((await open(where)).jobs, name, pollIntervalSeconds);
    },
    async cleanup(reference) {
      const job = fromReference(reference);
      await cleanUpCustomJob((await open(job.region)).jobs, job);
    },
    async *find(labels) {
      yield* findCustomJobs((await ownPlace()).jobs, labels);
    },
  };
}

/** That of a key; `null`: Vertex AI's own agent runs what has no other. */
async function serviceAccountOf({ key }: GcpAccess): Promise<string | null> {
  if (key === null) return null;
  const info = key.kind === "info" ? key.info : (JSON.parse(await readFile(key.path, "utf8")) as GcpKeyInfo);
  const email = info["client_email"];
  return typeof email === "string" && email !== "" ? email : null;
}

type GcpKeyInfo = Readonly<Record<string, unknown>>;

/** What is opened at its first use, and anew after a failure. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | null = null;
  return () => {
    if (opening !== null) return opening;
    const started = open();
    opening = started;
    started.catch(() => (opening = null));
    return started;
  };
}
