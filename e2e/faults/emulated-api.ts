import { createSeededRandom } from "prefect-core/testing";
import type { Fault, FaultQueue } from "prefect-emulators/faults";
import type { ApiFault, FaultableApi, LaunchStep } from "./faultable-api.ts";

const breakProbability = 0.15;

interface NamedRequest {
  readonly operation: string;
}

/** One server of an emulated platform. */
export interface EmulatedServer<Request extends NamedRequest, Answer> {
  readonly faults: FaultQueue<Request, Answer>;
  /** How it says that there were too many requests. */
  readonly throttled: Answer;
  /** How it says that it cannot answer at present. */
  readonly unavailable: Answer;
  /** Whether a request is the platform's own business, not a submitter's. Default: none is. */
  isSpared?(request: Request): boolean;
  /** Breaks connections on which answers are under way. Default: answers are short. */
  interrupt?(): void;
}

type AddFault = (fault: Fault<never>, match: (operation: string) => boolean) => ApiFault;

/** One server with its types put away. */
interface FaultTarget {
  add: AddFault;
  refuse(kind: "throttled" | "unavailable", match: (operation: string) => boolean): ApiFault;
  interrupt(): void;
  clear(): void;
}

export function toFaultTarget<Request extends NamedRequest, Answer>({
  faults,
  throttled,
  unavailable,
  isSpared = () => false,
  interrupt = () => undefined,
}: EmulatedServer<Request, Answer>): FaultTarget {
  const inject = (fault: Fault<Answer>, match: (operation: string) => boolean): ApiFault =>
    faults.inject({
      match: (request) => !isSpared(request) && match(request.operation),
      times: Number.POSITIVE_INFINITY,
      fault,
    });
  return {
    add: inject,
    refuse: (kind, match) => inject({ kind: "answer", answer: kind === "throttled" ? throttled : unavailable }, match),
    interrupt,
    clear: () => faults.clear(),
  };
}

export interface EmulatedApiOptions {
  readonly targets: readonly FaultTarget[];
  /** The operations by which runs are launched. */
  readonly operations: Readonly<Partial<Record<LaunchStep, string>>>;
}

/** The API of an emulated platform, which befalls requests itself. */
export function createEmulatedApi({ targets, operations }: EmulatedApiOptions): FaultableApi {
  const all = (inject: (target: FaultTarget) => readonly ApiFault[]): ApiFault => sumOf(targets.flatMap(inject));

  return {
    env: {},
    loseAnswer(step) {
      const wanted = operations[step];
      if (wanted === undefined) throw new Error(`No request stands for ${step}.`);
      const first = createTurns();
      return all(({ add }) => [
        add({ kind: "lose-response" }, (operation) => operation === wanted && first(operation, 1)),
      ]);
    },
    refuseInBursts() {
      return all(({ refuse }) => {
        const [one, two] = [createTurns(), createTurns()];
        return [
          refuse("throttled", (operation) => one(operation, 1)),
          refuse("unavailable", (operation) => two(operation, 2)),
        ];
      });
    },
    breakAtRandom(seed) {
      const random = createSeededRandom(seed);
      return all(({ add }) => [
        add({ kind: "reset" }, () => random() < breakProbability / 2),
        add({ kind: "lose-response" }, () => random() < breakProbability / 2),
      ]);
    },
    goAway() {
      const fault = all(({ add }) => [add({ kind: "reset" }, () => true)]);
      for (const target of targets) target.interrupt();
      return fault;
    },
    comeBack() {
      for (const target of targets) target.clear();
    },
  };
}

/** Says yes so many times for each name. */
function createTurns(): (name: string, times: number) => boolean {
  const counts = new Map<string, number>();
  return (name, times) => {
    const count = counts.get(name) ?? 0;
    if (count >= times) return false;
    counts.set(name, count + 1);
    return true;
  };
}

function sumOf(faults: readonly ApiFault[]): ApiFault {
  return {
    get hits() {
      return faults.reduce((sum, { hits }) => sum + hits, 0);
    },
  };
}
