import { spawn } from "node:child_process";

export interface CommandOutcome {
  /** `null` where a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** After this time the command is killed. Default: 60. */
  readonly timeoutSeconds?: number;
}

/** A command that was started and may still run. */
export interface RunningCommand {
  readonly ended: Promise<CommandOutcome>;
  /** Resolves with the match once the output has one; rejects where the command ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a command in an environment without any of Prefect's settings but those given. */
export function startCommand(
  [program = "", ...args]: readonly string[],
  { cwd, env = {}, timeoutSeconds = 60 }: CommandOptions,
): RunningCommand {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("PREFECT") && !name.startsWith("npm_") && !name.startsWith("JEST"),
  );
  const child = spawn(program, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutSeconds * 1000,
    killSignal: "SIGKILL",
  });
  // As many may wait for what it prints.
  for (const stream of [child.stdout, child.stderr]) stream.setMaxListeners(0);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = new Promise<CommandOutcome>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...output }));
  });

  function printed(pattern: RegExp): Promise<RegExpExecArray> {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
    const look = (): void => {
      const match = pattern.exec(`${output.stdout}\n${output.stderr}`);
      if (match !== null) resolve(match);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
    look();
    void ended.then(
      () => reject(new Error(`Nothing printed matches ${pattern}:\n${output.stdout}${output.stderr}`)),
      reject,
    );
    return promise;
  }

  return { ended, printed, kill: (signal) => void child.kill(signal) };
}

/** Runs a command to its end, as `startCommand` starts it. */
export function runCommand(command: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  return startCommand(command, options).ended;
}

/** Runs a command that must succeed, and gives what it printed. */
export async function mustRun(command: readonly string[], options: CommandOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, options);
  if (exitCode === 0) return stdout;
  throw new Error(`\`${command.join(" ")}\` exited with code ${exitCode}:\n${stdout}${stderr}`);
}
