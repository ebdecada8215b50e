import { PrefectError } from "./prefect-error.ts";

/** A storage reference, or a work pool's step, names a module that nothing here opens. */
export class UnknownStorageModuleError extends PrefectError {
  readonly module: string;
  readonly known: readonly string[];

  constructor({ module, known }: { module: string; known: readonly string[] }) {
    const name = module.split(".")[0]?.replaceAll("_", "-") ?? module;
    super(
      `No storage is known under the module "${module}" (known: ${known.join(", ")}). ` +
        `Install the package that brings it in the project that submits: \`npm install ${name}\`.`,
    );
    this.module = module;
    this.known = known;
  }
}
