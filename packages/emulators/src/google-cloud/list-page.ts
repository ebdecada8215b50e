/** Which part of a list is asked for. */
export interface PageRequest {
  readonly pageSize?: number;
  readonly pageToken?: string;
}

const usualSize = 100;

/** A page of a list, and what leads to the next; an empty token: there is none. */
export function listPage<Item>(
  items: readonly Item[],
  { pageSize, pageToken }: PageRequest,
): { readonly items: readonly Item[]; readonly nextPageToken: string } {
  const start = Number(pageToken || 0);
  const end = start + Math.min(pageSize || usualSize, usualSize);
  return { items: items.slice(start, end), nextPageToken: end < items.length ? String(end) : "" };
}
