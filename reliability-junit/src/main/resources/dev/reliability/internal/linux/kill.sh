# Signals processes whose command line a regular expression finds (words joined by a space; extended syntax; payload).
# Only in the target's network namespace; never PID 1, kernel threads, agents, or what this process descends from.
declare -A struck=()
next=0

matches() {
  local dir pid words line parent
  local -A spared=([1]=1)
  parent=$$
  while [[ -n $parent && $parent != 0 && -z ${spared[$parent]:-} ]]; do
    spared[$parent]=1
    while read -r words line; do
      [[ $words == PPid: ]] && parent=$line && break
    done <"/proc/$parent/status" 2>/dev/null
  done
  found=() states=()
  for dir in /proc/[0-9]*; do
    pid=${dir#/proc/}
    [[ -z ${spared[$pid]:-} && $dir/ns/net -ef /proc/self/ns/net ]] || continue
    { mapfile -d '' -t words <"$dir/cmdline"; } 2>/dev/null || continue
    ((${#words[@]})) || continue
    line=" ${words[*]} "
    [[ $line == *" rl-agent:"* ]] && continue
    line=${words[*]}
    if [[ $line =~ $payload ]] && start_of "$pid" && [[ $state != Z ]]; then
      found+=("$pid/$start ${line//[^[:print:]]/?}")
      states+=("$state")
    fi
  done
}

strike() {
  local entry key pid
  matches
  for entry in "${found[@]}"; do
    key=${entry%% *} pid=${entry%%/*}
    start_of "$pid" && [[ $start == "${key#*/}" ]] && kill "-${spec[signal]}" "$pid" 2>/dev/null && {
      struck[$key]=1
      say "STRUCK $entry"
    }
  done
}

renew() {
  if ((${spec[repeat_ms]} && ${EPOCHREALTIME/./} >= next)); then
    next=$((${EPOCHREALTIME/./} + ${spec[repeat_ms]} * 1000))
    strike
  fi
}

look() {
  local i
  matches
  for i in "${!found[@]}"; do
    say "SEEN ${states[i]} ${found[i]}"
  done
}

# 1 for each process that is gone, 0 for one that survived
count() {
  local key
  for key in "${!struck[@]}"; do
    if start_of "${key%/*}" && [[ $start == "${key#*/}" && $state != Z ]]; then say "HIT $key 0"; else say "HIT $key 1"; fi
  done
  say COUNTED
}

revert() { :; }

main() {
  local entry
  read_spec
  [[ x =~ $payload ]]
  (($? < 2)) || fail "'$payload' is not an extended regular expression"
  if [[ ${spec[look]:-} ]]; then
    matches
    for entry in "${found[@]}"; do
      say "MATCH $entry"
    done
    say "GONE looked"
    exit 0
  fi
  take_mark
  start_guard
  wait_for_arm
  strike
  ((${#struck[@]})) || fail "no process of the target matches '$payload'"
  next=$((${EPOCHREALTIME/./} + ${spec[repeat_ms]} * 1000))
  tell_guard beat
  say "READY kill $$"
  serve
}
main
