import type { JsonObject } from "../contracts/json.ts";
import { createHttpTransport } from "../control-plane/transports/http-transport.ts";
import type { LogCreate } from "../control-plane/records/log.ts";
import type { FlowRunRecord } from "../control-plane/records/flow-run.ts";
import type { OrchestrationResult, StateCreate } from "../control-plane/records/state.ts";
import type { HttpMethod } from "../control-plane/endpoints/endpoint.ts";
import type { Environment } from "./runner-settings.ts";

/** A question that is asked again at once, or not at all, where it is not answered in this time. */
const REQUEST_SECONDS = 5;
/** The log's, which nobody waits for. */
const LOG_REQUEST_SECONDS = 30;

export type ReportedRun = Pick<FlowRunRecord, "state_type" | "empirical_policy">;

/** What a runner says to Prefect's API of its run. Each throws where it is not taken. */
export interface RunApi {
  /** Where it is, for messages. */
  readonly url: string;
  /** `null`: it has no such run. */
  readRun(): Promise<ReportedRun | null>;
  proposeState(state: StateCreate): Promise<OrchestrationResult>;
  update(changes: JsonObject): Promise<void>;
  createLogs(logs: readonly LogCreate[]): Promise<void>;
  emitEvent(event: JsonObject): Promise<void>;
}

/** The API that a runner's environment names; `null` where it names none. */
export function openRunApi(environment: Environment, flowRunId: string): RunApi | null {
  const { PREFECT_API_URL: apiUrl, PREFECT_API_KEY: apiKey, PREFECT_API_AUTH_STRING: authString } = environment;
  if (!apiUrl || !URL.canParse(apiUrl)) return null;
  const settings = {
    home: "",
    apiUrl,
    apiKey: apiKey ?? null,
    apiAuthString: authString ?? null,
    customHeaders: toHeaders(environment["PREFECT_CLIENT_CUSTOM_HEADERS"]),
  };
  const quick = createHttpTransport({ ...settings, requestTimeoutSeconds: REQUEST_SECONDS, clientMaxRetries: 0 });
  const patient = createHttpTransport({ ...settings, requestTimeoutSeconds: LOG_REQUEST_SECONDS });

  async function send(transport: typeof quick, method: HttpMethod, path: string, body?: unknown): Promise<unknown> {
    const answer = await transport.send({ method, path, body });
    if (answer.status < 400) return answer.body;
    throw refusal(method, path, answer.status);
  }

  function refusal(method: HttpMethod, path: string, status: number): Error {
    return new Error(`${apiUrl} answered ${method} ${path} with status ${String(status)}`);
  }

  const run = `/flow_runs/${flowRunId}`;
  return {
    url: apiUrl,
    async readRun() {
      const answer = await quick.send({ method: "GET", path: run, body: undefined });
      if (answer.status === 404) return null;
      if (answer.status >= 400) throw refusal("GET", run, answer.status);
      return answer.body as ReportedRun;
    },
    async proposeState(state) {
      return (await send(quick, "POST", `${run}/set_state`, { state, force: false })) as OrchestrationResult;
    },
    update: async (changes) => void (await send(quick, "PATCH", run, changes)),
    createLogs: async (logs) => void (await send(patient, "POST", "/logs/", logs)),
    emitEvent: async (event) => void (await send(quick, "POST", "/events", [event])),
  };
}

/** What cannot be read is as if it were not there: the API says whether it was needed. */
function toHeaders(text: string | undefined): Readonly<Record<string, string>> {
  try {
    const headers: unknown = text ? JSON.parse(text) : {};
    return typeof headers === "object" && headers !== null ? (headers as Record<string, string>) : {};
  } catch {
    return {};
  }
}
