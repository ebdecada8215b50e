/** Matches the requests above a rate: for a fault that throttles, as clouds do, whoever asks too often. */
export function exceedsRate({
  requests,
  perSeconds,
}: {
  readonly requests: number;
  readonly perSeconds: number;
}): () => boolean {
  let recent: number[] = [];
  return () => {
    const now = performance.now();
    recent = recent.filter((at) => now - at < perSeconds * 1000);
    if (recent.length >= requests) return true;
    recent.push(now);
    return false;
  };
}
