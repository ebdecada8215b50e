/** What belongs to this process alone: its own run, and channels that only its own parent and it can use. */
const own = /^(?:PREFECT__.*|NODE_CHANNEL_FD|NODE_CHANNEL_SERIALIZATION_MODE|NODE_UNIQUE_ID)$/;

/**
 * The environment of a local process: this one's, as Prefect's process worker passes its own on, and over it what the
 * run is given.
 */
export function processEnvironment(
  inherited: Readonly<Record<string, string | undefined>>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const passed = Object.entries(inherited).filter((entry): entry is [string, string] => {
    const [name, value] = entry;
    return value !== undefined && !own.test(name);
  });
  return { ...Object.fromEntries(passed), ...given };
}
