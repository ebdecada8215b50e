import { PrefectError } from "./prefect-error.ts";

/** Two different classes were registered under one name, or one class under two. */
export class DuplicateTypeError extends PrefectError {
  readonly typeName: string;

  constructor(details: { readonly typeName: string; readonly className: string; readonly registeredAs: string }) {
    super(
      `registerType: ${details.className} cannot be registered as "${details.typeName}", because ` +
        `${details.registeredAs}: give every class one name of its own, such as "my-package.${details.className}"`,
    );
    this.typeName = details.typeName;
  }
}
