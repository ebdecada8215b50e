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

/** Runs a command to its end, in an environment without any of Prefect's settings but those given. */
export function runCommand(
  [program = "", ...args]: readonly string[],
  { cwd, env = {}, timeoutSeconds = 60 }: CommandOptions,
): Promise<CommandOutcome> {
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
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, ...output }));
  });
}

/** Runs a command that must succeed, and gives what it printed. */
export async function mustRun(command: readonly string[], options: CommandOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(command, options);
  if (exitCode === 0) return stdout;
  throw new Error(`\`${command.join(" ")}\` exited with code ${exitCode}:\n${stdout}${stderr}`);
}
