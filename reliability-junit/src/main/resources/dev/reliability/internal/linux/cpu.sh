# Burns CPU in processes that end alone: at the declared end, when the lease file is not renewed, or when the guard kills.
groups=''

uptime_cs() {
  read -r cs _ </proc/uptime
  cs=${cs/./}
}

# One core, in slices of a tenth of a second; looks after each whether somebody still wants it.
burn() {
  renice -n 0 -p "$BASHPID" >/dev/null 2>&1
  local until=0 line stop last rest
  printf -v rest '0.%03d' $((100 - spec[percent]))
  uptime_cs
  last=$((cs + (end - EPOCHSECONDS) * 100))
  while :; do
    stop=$((${EPOCHREALTIME/./} + spec[percent] * 1000))
    while ((${EPOCHREALTIME/./} < stop)); do :; done
    ((spec[percent] >= 100)) || nap "$rest"
    leased || { no_file && exit 0; }
  done
}
leased() {
  { read -r line <"$file"; } 2>/dev/null || [[ -e $file ]] || return 1
  until=${line:-$until}
  uptime_cs
  ((cs < until && cs < last))
}
stress() {
  renice -n 0 -p "$BASHPID" >/dev/null 2>&1
  local until=0 line last pid
  uptime_cs
  last=$((cs + (end - EPOCHSECONDS) * 100))
  stress-ng --quiet --cpu "$1" --cpu-load "${spec[percent]}" --timeout "$((end - EPOCHSECONDS))s" &
  pid=$!
  while leased && kill -0 "$pid" 2>/dev/null; do nap 0.1; done
  kill -KILL -- "-$BASHPID"
}

renew() {
  uptime_cs
  printf '%s\n' $((cs + lease_ms / 10)) >"$file" && return 0
  why="the lease file $file could not be written"
  return 1
}

# Ticks in which a processor of the machine was idle, and all ticks, over a quarter of a second.
look() {
  local -a then now
  local i all=0
  read -r -a then </proc/stat
  nap 0.25
  read -r -a now </proc/stat
  for i in 1 2 3 4 5 6 7 8; do
    ((all += ${now[i]:-0} - ${then[i]:-0}))
  done
  say "SEEN $((now[4] + now[5] - then[4] - then[5])) $all"
}

count() {
  local dir stat group ticks=0
  for dir in /proc/[0-9]*; do
    { IFS= read -r stat <"$dir/stat"; } 2>/dev/null || continue
    stat=${stat##*) }
    # shellcheck disable=SC2086
    set -- $stat
    [[ " $groups " == *" $3 "* ]] && ((ticks += ${12} + ${13} + ${14} + ${15}))
  done
  say "HIT cpu_ms $((ticks * 1000 / hz))"
  say COUNTED
}

revert() {
  local group tries
  for group in $groups; do
    kill -KILL -- "-$group" 2>/dev/null
  done
  for tries in {1..100}; do
    why=''
    for group in $groups; do
      kill -0 -- "-$group" 2>/dev/null && why="process group $group still runs"
    done
    [[ -z $why ]] && break
    nap 0.01
  done
  no_file || why="file $file is still there"
  [[ -z $why ]]
}
after_guard() { no_file; }
no_file() {
  rm -f "$file" && { rmdir "${file%/*}" 2>/dev/null || :; }
}

main() {
  local cores core
  read_spec
  cores=${spec[cores]}
  ((cores)) || cores=$(nproc)
  hz=$(getconf CLK_TCK 2>/dev/null || echo 100)
  file=$run/reliability/cpu.$id.lease
  mkdir -p "$run/reliability" 2>/dev/null
  take_mark
  start_guard
  wait_for_arm
  renew || fail "$why"
  set -m
  if [[ ${spec[tool]} == stress-ng ]]; then
    stress "$cores" 7<&- 8>&- 9<&- </dev/null >/dev/null &
    groups=" $!"
  else
    for ((core = 0; core < cores; core++)); do
      burn 7<&- 8>&- 9<&- </dev/null >/dev/null &
      groups+=" $!"
    done
  fi
  set +m
  for core in $groups; do
    tell_guard "group $core"
  done
  tell_guard beat
  say "READY cpu $$"
  serve
}
main
