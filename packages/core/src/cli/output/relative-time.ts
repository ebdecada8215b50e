const secondsIn = { minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_629_746, year: 31_556_952 } as const;

const formatter = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** How far a time is from now, in words: `2 minutes ago`, `in 3 hours`, `a few seconds ago`. Pure. */
export function toRelativeTime(time: Date, now: Date): string {
  const seconds = Math.round((time.getTime() - now.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 10) return seconds > 0 ? "in a few seconds" : "a few seconds ago";
  const unit = unitFor(distance);
  if (unit === null) return formatter.format(seconds, "second");
  return formatter.format(Math.trunc(seconds / secondsIn[unit]), unit);
}

function unitFor(distance: number): keyof typeof secondsIn | null {
  const units = Object.entries(secondsIn) as [keyof typeof secondsIn, number][];
  return units.findLast(([, length]) => distance >= length)?.[0] ?? null;
}
