# Who holds the lock on this network namespace; for agents, and for those who only look.
# Field 22 of stat, counted behind the command name, which may hold spaces and brackets.
start_of() {
  local stat
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  stat=${stat##*) }
  set -f
  # shellcheck disable=SC2086
  set -- $stat
  set +f
  start=${20}
  state=$1
}

# Agents that hold it, as "pid/start until owner" lines. Their command line ends with rl-agent:ID, owner and seconds.
holders() {
  local file pid part owner seconds boot key value hz net
  local -a words
  net=$(readlink /proc/self/ns/net)
  hz=$(getconf CLK_TCK 2>/dev/null || echo 100)
  while read -r key value _; do
    [[ $key == btime ]] && boot=$value
  done </proc/stat
  while IFS=/ read -r _ _ pid _; do
    [[ -e /proc/$pid/fd/7 && $(readlink "/proc/$pid/ns/net" 2>/dev/null) == "$net" ]] || continue
    { mapfile -d '' -t words <"/proc/$pid/cmdline"; } 2>/dev/null || continue
    ((${#words[@]} > 3)) || continue
    owner=${words[-2]} seconds=${words[-1]}
    [[ ${words[-3]} == rl-agent:* && $seconds == +([0-9]) ]] && start_of "$pid" || continue
    printf '%s %s %s\n' "$pid/$start" $((boot + start / hz + seconds)) "$owner"
  done < <(grep -lzxsE 'rl-agent:[0-9a-f]+' /proc/[0-9]*/cmdline 2>/dev/null)
}
