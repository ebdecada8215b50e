/**
 * What is started in place of the command, as `sh -c` with the directory, this machine's name and the command as
 * arguments.
 *
 * 1. It records who it is and takes the attempt by a hard link, which exactly one process can make: identity and claim
 *    appear in one step, so a launcher that dies at any moment leaves either nothing or a process that can be found.
 * 2. Its pipes close when it has the claim, or has ended without; that is how the launcher knows.
 * 3. It survives the signals that end the command, and leaves the exit code, whole, for whoever looks later.
 * 4. What the command left running in its group ends with it, as in a container.
 */
export const processWrapper = `
directory=$1
host=$2
shift 2
ended=
trap ended=143 HUP INT TERM
if [ -r /proc/$$/stat ]; then
  IFS= read -r started < /proc/$$/stat
  IFS= read -r boot < /proc/sys/kernel/random/boot_id
else
  started=$(LC_ALL=C ps -o lstart= -p $$)
  boot=$(sysctl -n kern.boottime)
fi
claim=$directory/claim.$$
printf '%s\\n%s\\n%s\\n%s\\n' "$$" "$started" "$boot" "$host" > "$claim" || exit 1
if ! ln "$claim" "$directory/process" 2> /dev/null; then
  rm -f "$claim"
  exit 0
fi
rm -f "$claim"
exec >> "$directory/stdout.log" 2>> "$directory/stderr.log"
if [ -z "$ended" ]; then
  "$@"
  ended=$?
fi
printf '%s\\n' "$ended" > "$directory/exit.partial" && mv "$directory/exit.partial" "$directory/exit"
kill -KILL 0
`;
