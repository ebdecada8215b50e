/** Waits for work that may hang, at most so long: it goes on by itself then. Whether it was done in time. */
export async function withinSeconds(seconds: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: enough, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), seconds * 1000);
  try {
    return await Promise.race([work.then(() => true), enough]);
  } finally {
    clearTimeout(timer);
  }
}
