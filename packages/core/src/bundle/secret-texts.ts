/** Names of environment variables whose values are probably secret. */
const secretName =
  /secret|token|passw(?:or)?d|passphrase|api_?key|access_?key|private_?key|credential|connection_?string/i;

/** Shorter values, such as `true` or `dev`, would be found everywhere. */
const shortestSecret = 8;

const secretForms: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an access key of AWS"],
  [/\bgh[pousr]_[A-Za-z0-9]{30,}/, "a token of GitHub"],
  [/\bnpm_[A-Za-z0-9]{30,}/, "a token of npm"],
  [/\bsk-[A-Za-z0-9_-]{20,}/, "a secret key of an API"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, "a token of Slack"],
  [/\bpn[uab]_[A-Za-z0-9]{30,}/, "a key of Prefect"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, "a signed token (JWT)"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'`]+:[^\s:@/"'`]{3,}@/i, "an address with a password"],
];

/** How much of a value is looked through: enough for configuration, and no delay for data. */
const maximumNodes = 20_000;

/** The environment's secret-looking values, with the names of their variables. */
export function secretVariables(env: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && value.length >= shortestSecret && secretName.test(name) ? [[value, name]] : [],
    ),
  );
}

/** Says, without the text itself, that a text that travels is an environment variable's value. Pure. */
export function findEnvironmentSecrets(
  root: unknown,
  rootName: string,
  variables: ReadonlyMap<string, string>,
): string[] {
  if (variables.size === 0) return [];
  const found: string[] = [];
  const seen = new Set<unknown>();
  const pending: { readonly value: unknown; readonly path: string }[] = [{ value: root, path: rootName }];
  for (let next = pending.pop(); next !== undefined && seen.size < maximumNodes; next = pending.pop()) {
    const { value, path } = next;
    const variable = typeof value === "string" ? variables.get(value) : undefined;
    if (variable !== undefined) {
      found.push(
        `${path} is the value of the environment variable ${variable} and travels as it is: pass it with the option \`secrets\` instead`,
      );
    }
    if (typeof value !== "object" || value === null || seen.has(value) || ArrayBuffer.isView(value)) continue;
    seen.add(value);
    const children: Iterable<readonly [unknown, unknown]> =
      value instanceof Map ? value : value instanceof Set ? [...value].entries() : plainEntries(value);
    for (const [key, child] of children) {
      if (typeof child === "string" || typeof child === "object")
        pending.push({ value: child, path: `${path}.${String(key)}` });
    }
  }
  return found;
}

/** What in code or another text looks like a secret, without the text itself. Pure. */
export function findSecretTexts(text: string, variables: ReadonlyMap<string, string>): string[] {
  const forms = secretForms.flatMap(([form, name]) =>
    form.test(text) ? [`the code holds what looks like ${name}`] : [],
  );
  const equal = [...variables].flatMap(([value, name]) =>
    text.includes(value) ? [`the code holds the value of the environment variable ${name}`] : [],
  );
  return [...forms, ...equal];
}

/** Own data, without running accessors. */
function* plainEntries(value: object): Generator<readonly [unknown, unknown]> {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if ("value" in descriptor) yield [key, descriptor.value];
  }
}
