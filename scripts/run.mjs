import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { runTask, TaskError } from "./task.mjs";
import { ensureToolchain, repositoryRoot } from "./toolchain.mjs";

/** Entry of every root command. Runs on any Node.js from 20 on; the tasks themselves run on the toolchain's. */
await runTask(async () => {
  const [task = "", ...args] = process.argv.slice(2);
  const taskFile = path.join(import.meta.dirname, "tasks", `${task}.ts`);
  if (!/^[a-z0-9]+$/.test(task) || !existsSync(taskFile)) {
    throw new TaskError(`No task "${task}"; there are: ${taskNames().join(", ")}.`);
  }
  const { node, env } = await ensureToolchain();
  await ensureDependencies(env);
  process.exitCode = await runToItsEnd(node, ["--disable-warning=ExperimentalWarning", taskFile, ...args], env);
});

function taskNames() {
  return readdirSync(path.join(import.meta.dirname, "tasks")).map((file) => path.basename(file, ".ts"));
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function runToItsEnd(command, args, env) {
  const child = spawn(command, args, { env, cwd: repositoryRoot, stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
