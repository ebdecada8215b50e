import { commandLine } from "./command-line.ts";
import { PrefectError } from "./prefect-error.ts";

/** A secret that a decorator names is not there. Thrown before the run exists; the value itself is never shown. */
export class SecretNotFoundError extends PrefectError {
  /** The variable that the flow would have found it in. */
  readonly variable: string;

  constructor({ variable, place, source }: { variable: string; place: string; source: "env" | "block" }) {
    const mend =
      source === "env"
        ? "Set it where the flow is submitted, or take the secret from a block."
        : `Look at the blocks in Prefect's user interface, or at the settings with \`${commandLine("config view")}\`.`;
    super(`Secret '${variable}' was not found: ${place}. ${mend}`);
    this.variable = variable;
  }
}
