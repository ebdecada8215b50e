/** A name in single quotes, as Prefect's messages write names. */
export function quote(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
