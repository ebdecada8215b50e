/** A variable that the suite's services set; suites are started by `npm run e2e`, which starts those. */
export function requireSetting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: start this suite with \`npm run e2e\`, which starts what it needs.`);
}
