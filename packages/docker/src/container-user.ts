/** The user and group that a command runs as, by their numbers. */
export interface ContainerUser {
  readonly userId: number;
  readonly groupId: number;
}

/** Who `user`, `user:group`, a number or nothing at all is, by an image's `/etc/passwd`; `null` for a name it has not. */
export function resolveContainerUser(user: string, passwd: string): ContainerUser | null {
  const [name = "", group] = user.split(":");
  const entries = passwd.split("\n").map((line) => line.split(":"));
  const entry = entries.find(([entryName, , id]) => entryName === name || id === name);
  const userId = /^\d+$/.test(name) ? Number(name) : name === "" ? 0 : Number(entry?.[2] ?? Number.NaN);
  if (Number.isNaN(userId)) return null;
  return { userId, groupId: group !== undefined && /^\d+$/.test(group) ? Number(group) : Number(entry?.[3] ?? 0) };
}
