/** Everything that a list of the control plane holds, beyond the most that one request gives. */
export async function readAllPages<T>(
  readPage: (page: { readonly offset: number }) => Promise<readonly T[]>,
): Promise<T[]> {
  const items: T[] = [];
  for (;;) {
    const page = await readPage({ offset: items.length });
    items.push(...page);
    // A first page this short is all there is, whatever the server's limit: it is 200 unless somebody lowered it.
    if (page.length === 0 || (items.length === page.length && page.length < 20)) return items;
  }
}
