# What is left of faults in this network namespace: "list" tells, "end" kills first, "watch" tells for each line it reads.
# Arguments: list|end|watch, id or "".
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin:/usr/bin:/bin"
id=$2
[[ $id =~ ^[0-9a-f]*$ ]] || exit 2
net=$(readlink /proc/self/ns/net)
shopt -s nullglob
ours() {
  local file pid pattern=${id:-[0-9a-f]+}
  {
    grep -lzxsE "rl-agent:$pattern" /proc/[0-9]*/cmdline
    grep -lzxsE "RL_AGENT=$pattern" /proc/[0-9]*/environ
  } 2>/dev/null | while IFS=/ read -r _ _ pid _; do
    [[ $(readlink "/proc/$pid/ns/net" 2>/dev/null) == "$net" ]] && printf '%s\n' "$pid"
  done | sort -un
}
tables() { nft list tables 2>/dev/null | grep -E "^table [a-z]+ rl_${id:-[0-9a-f]+}\$"; }
if [[ $1 == end ]]; then
  for try in 1 2 3 4 5; do
    pids=$(ours)
    # shellcheck disable=SC2086
    [[ -n $pids ]] && kill -KILL $pids 2>/dev/null
    for wait in {1..20}; do
      [[ -z $(ours) ]] && break
      read -r -t 0.01 <> <(:)
    done
    while read -r _ family name; do
      [[ -n $name ]] && nft delete table "$family" "$name" 2>/dev/null
    done < <(tables)
    [[ -z $(ours)$(tables) ]] && break
  done
  rm -f /run/reliability/cpu.${id:-*}.lease
  rmdir /run/reliability 2>/dev/null
fi
list() {
  for pid in $(ours); do
    printf 'process %s (%s)\n' "$pid" "$(tr '\0\n' '  ' <"/proc/$pid/comm" 2>/dev/null)"
  done
  tables
  for file in /run/reliability/*.${id:-*}.*; do
    printf 'file %s\n' "$file"
  done
  echo done
}
if [[ $1 == watch ]]; then
  while read -r _; do (list); done
else
  list
fi
