import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { TaskError } from "./task.mjs";

const quietSeconds = 20;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
let interrupted = false;

// A signal ends the commands that run and lets no other start, so that whoever waits for them can still tidy up.
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) child.kill(signal);
  });
}

/** A step whose command did not succeed; the message names the step and the command. */
export class StepFailedError extends TaskError {
  /**
   * @param {{ title: string; commandLine: string; reason: string; mend?: string | undefined }} failure
   */
  constructor({ title, commandLine, reason, mend }) {
    super(`${title} failed: \`${commandLine}\` ${reason}${mend === undefined ? "" : `\n  ${mend}`}`);
  }
}

/**
 * Runs one command as a named step: says what it does, how long it took, and, when it fails, what it printed.
 *
 * @param {string} title
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv; cwd?: string; output?: "live" | "whole" | "on failure"; mend?: string }} [options]
 *   `output` says when the command's own is shown: as it comes, in one piece at its end, or only when it fails.
 * @returns {Promise<void>}
 */
export async function runStep(title, command, { env = process.env, cwd, output: shown = "on failure", mend } = {}) {
  if (interrupted) throw new StepFailedError({ title, commandLine: command.join(" "), reason: "was not started" });
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  const live = shown === "live";
  if (shown !== "on failure") console.log(`▸ ${title}`);
  const reminder = setInterval(() => {
    if (!live) console.log(`… ${title}: still running after ${seconds()} s`);
  }, quietSeconds * 1000);
  try {
    const { output, reason } = await runCommand(command, { env, cwd, live });
    if (reason !== null) {
      process.stdout.write(`✗ ${title} ${seconds()} s\n${output}`);
      throw new StepFailedError({ title, commandLine: command.join(" "), reason, mend });
    }
    if (shown === "whole") process.stdout.write(output);
    console.log(`✓ ${title} ${seconds()} s`);
  } finally {
    clearInterval(reminder);
  }
}

/**
 * Runs steps at the same time and fails with all of their failures, so that one run shows everything there is to mend.
 *
 * @param {readonly (() => Promise<void>)[]} steps
 * @returns {Promise<void>}
 */
export async function runSideBySide(steps) {
  const outcomes = await Promise.allSettled(steps.map((step) => step()));
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, failures.map((failure) => failure.message).join("\n"));
}

/**
 * @param {readonly string[]} command
 * @param {{ env: NodeJS.ProcessEnv; cwd: string | undefined; live: boolean }} options
 * @returns {Promise<{ output: string; reason: string | null }>}
 */
function runCommand([program = "", ...args], { env, cwd, live }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, cwd, stdio: live ? "inherit" : ["ignore", "pipe", "pipe"] });
    running.add(child);
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString();
    child.once("error", (error) => {
      running.delete(child);
      resolve({ output: output(), reason: `could not be started: ${error.message}` });
    });
    child.once("close", (code, signal) => {
      running.delete(child);
      const reason = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      resolve({ output: output(), reason: code === 0 ? null : reason });
    });
  });
}
