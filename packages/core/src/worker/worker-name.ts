import { randomUUID } from "node:crypto";
import { InvalidWorkerNameError } from "../errors/invalid-worker-name-error.ts";

/** The name of a worker that was given none, as Prefect makes one: `KubernetesWorker 0b9e...`. */
export function defaultWorkerName(infrastructureType: string): string {
  const words = infrastructureType.split("-").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join("")}Worker ${randomUUID()}`;
}

/** Throws `InvalidWorkerNameError`. Pure. */
export function checkWorkerName(name: string): string {
  if (name.trim() === "" || /[/%]/u.test(name)) throw new InvalidWorkerNameError({ workerName: name });
  return name;
}
