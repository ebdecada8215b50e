/** Every infrastructure that faults befall, in the order of the table, as people call it. */
export const platformTitles = {
  process: "process",
  docker: "Docker",
  kubernetes: "Kubernetes",
  ecs: "ECS",
} as const;

export type PlatformName = keyof typeof platformTitles;

export const platformNames: readonly PlatformName[] = Object.keys(platformTitles) as PlatformName[];
