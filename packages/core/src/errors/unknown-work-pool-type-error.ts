import { PrefectError } from "./prefect-error.ts";

/** No installed package knows such a type of infrastructure. */
export class UnknownWorkPoolTypeError extends PrefectError {
  readonly type: string;

  constructor(fields: {
    readonly type: string;
    readonly available: readonly string[];
    /** The package that adds the type; `null` where none does yet, `undefined` where nobody knows the type. */
    readonly package: string | null | undefined;
  }) {
    const choices = `Please choose from ${fields.available.join(", ")}`;
    super(
      fields.package === null
        ? `No package provides work pool type '${fields.type}' yet. ${choices}.`
        : fields.package === undefined
          ? `Unknown work pool type '${fields.type}'. ${choices}.`
          : `Unknown work pool type '${fields.type}'. ${choices}, or add the type with \`npm install ${fields.package}\`.`,
    );
    this.type = fields.type;
  }
}
