import { PrefectError } from "./prefect-error.ts";

/** No installed package knows such a type of infrastructure. */
export class UnknownWorkPoolTypeError extends PrefectError {
  readonly type: string;

  constructor(fields: {
    readonly type: string;
    readonly available: readonly string[];
    /** The package that adds the type, where that is known. */
    readonly package: string | undefined;
  }) {
    const choices = `Please choose from ${fields.available.join(", ")}`;
    const mend =
      fields.package === undefined
        ? `${choices}.`
        : `${choices}, or add the type with \`npm install ${fields.package}\`.`;
    super(`Unknown work pool type '${fields.type}'. ${mend}`);
    this.type = fields.type;
  }
}
