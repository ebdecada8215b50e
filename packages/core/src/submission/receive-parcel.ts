import { openParcel, parseParcelKey, type ParcelObject } from "../bundle/parcel.ts";
import type { RunnerEvent } from "../contracts/runner-event.ts";

type ParcelEvent = Extract<RunnerEvent, { prefect: "parcel" }>;

/** Far above what a runner sends. */
const maximumParts = 64;

/** Puts the parts of a parcel together; gives it with its last part, and never one of anybody else's. */
export function createParcelReceiver(parcelKey: string | null): (event: ParcelEvent) => readonly ParcelObject[] | null {
  const key = parcelKey === null ? null : parseParcelKey(parcelKey);
  let received: string[] = [];
  return ({ part, parts, content }) => {
    if (key === null || parts > maximumParts) return null;
    if (part === 0) received = [];
    if (part !== received.length) return null;
    received.push(content);
    return received.length === parts ? openParcel(received.join(""), key) : null;
  };
}
