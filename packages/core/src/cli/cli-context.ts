import type { PrefectClient } from "../control-plane/prefect-client.ts";
import { loadSettings } from "../settings/load-settings.ts";
import type { SettingsContext } from "../settings/setting-layers.ts";
import type { Settings } from "../settings/settings.ts";
import type { CliEnvironment } from "./cli-environment.ts";
import { hasColors, paint, type TextStyle } from "./output/paint.ts";

/** Options that every command has. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly prompt?: boolean;
}

/** What a command works with. */
export interface CliContext {
  readonly environment: CliEnvironment;
  readonly settingsContext: SettingsContext;
  /** Whether questions may be asked. */
  readonly isInteractive: boolean;
  /** Whether the output is a terminal that wants colours. */
  readonly hasColors: boolean;
  /** How wide tables may be; `null` where the output is not a terminal and nothing need be cut. */
  readonly columns: number | null;
  settings(): Settings;
  openControlPlane(): Promise<PrefectClient>;
  print(text: string): void;
  printJson(value: unknown): void;
  /** For what is not the command's output: it goes to standard error. */
  printNotice(text: string): void;
  /** Coloured where `hasColors` says so. */
  paint(style: TextStyle, text: string): string;
}

export function createCliContext(environment: CliEnvironment, options: GlobalOptions): CliContext {
  const { stdin, stdout, stderr, env, cwd } = environment;
  const settingsContext: SettingsContext = {
    env,
    cwd,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  };
  const presentation = loadPresentation(settingsContext);
  const isColored = presentation.cliColors && hasColors(stdout, env);
  return {
    environment,
    settingsContext,
    isInteractive: options.prompt ?? presentation.cliPrompt ?? (stdin.isTTY === true && stdout.isTTY === true),
    hasColors: isColored,
    columns: stdout.isTTY === true ? (stdout.columns ?? 80) : null,
    settings: () => loadSettings(settingsContext),
    async openControlPlane() {
      const { openControlPlane } = await import("../control-plane/open-control-plane.ts");
      return openControlPlane(loadSettings(settingsContext));
    },
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    printNotice: (text) => void stderr.write(`${text}\n`),
    paint: (style, text) => (isColored ? paint(style, text) : text),
  };
}

/** A settings file that is broken must not keep a command from running that mends it, so this one read is lenient. */
function loadPresentation(context: SettingsContext): Pick<Settings, "cliColors" | "cliPrompt"> {
  try {
    return loadSettings(context);
  } catch {
    return { cliColors: true, cliPrompt: null };
  }
}
