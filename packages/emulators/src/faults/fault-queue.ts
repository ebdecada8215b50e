import type { Fault, FaultRule, InjectedFault } from "./fault.ts";

/** The faults of a server, in the order in which they were injected. */
export interface FaultQueue<Request, Answer> {
  inject(rule: FaultRule<Request, Answer>): InjectedFault;
  /** The fault that befalls this request, which counts as a hit; `null` where none does. */
  take(request: Request): Fault<Answer> | null;
  clear(): void;
}

export function createFaultQueue<Request, Answer>(): FaultQueue<Request, Answer> {
  let waiting: { readonly rule: FaultRule<Request, Answer>; hits: number }[] = [];
  return {
    inject(rule) {
      const entry = { rule, hits: 0 };
      waiting.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove: () => void (waiting = waiting.filter((other) => other !== entry)),
      };
    },
    take(request) {
      const entry = waiting.find(
        ({ rule, hits }) => hits < (rule.times ?? 1) && (rule.match === undefined || rule.match(request)),
      );
      if (entry === undefined) return null;
      entry.hits += 1;
      return entry.rule.fault;
    },
    clear: () => void (waiting = []),
  };
}
