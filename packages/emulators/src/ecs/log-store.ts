import { AwsError } from "./aws-error.ts";

/** Groups and streams of CloudWatch Logs. */
export interface LogStore {
  createGroup(group: string): void;
  hasGroup(group: string): boolean;
  append(group: string, stream: string, message: string, timestamp?: number): void;
  /** As `GetLogEvents` answers, from the head. */
  read(group: string, stream: string, token: string | undefined): object;
}

const eventsPerPage = 1000;
const maximumMessageLength = 262_118;

export function createLogStore(): LogStore {
  const groups = new Map<string, Map<string, { timestamp: number; message: string }[]>>();
  return {
    createGroup: (group) => void (groups.has(group) || groups.set(group, new Map())),
    hasGroup: (group) => groups.has(group),
    append(group, stream, message, timestamp = Date.now()) {
      const streams = groups.get(group);
      if (streams === undefined) return;
      const events = streams.get(stream) ?? [];
      streams.set(stream, events);
      for (let at = 0; at < message.length; at += maximumMessageLength) {
        events.push({ timestamp, message: message.slice(at, at + maximumMessageLength) });
      }
    },
    read(group, stream, token) {
      const streams = groups.get(group);
      if (streams === undefined) throw notFound("The specified log group does not exist.");
      const events = streams.get(stream);
      if (events === undefined) throw notFound("The specified log stream does not exist.");
      const from = Number(token?.replace(/^f\//, "") ?? 0);
      if (!Number.isInteger(from))
        throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
      const page = events.slice(from, from + eventsPerPage);
      return {
        events: page.map((event) => ({ ...event, ingestionTime: event.timestamp })),
        nextForwardToken: `f/${from + page.length}`,
        nextBackwardToken: `b/${from}`,
      };
    },
  };
}

function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}
