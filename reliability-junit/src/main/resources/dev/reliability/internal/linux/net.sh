# Network faults: an owner-flagged table that lives as long as the nft process held here, behind a gate with a timeout.
# Payload: the commands that make the table, one per line, with an empty chain "cap" for the end on this clock.
declare -A seen=()
nft_pid='' resolver=''

# Sends commands as one transaction and reads the gate back: its listing ends each exchange and is the proof at once.
ask() {
  local line until=$((${EPOCHREALTIME/./} + lease_ms * 1000)) left
  gate='' why=''
  if ! { printf '%s\n' "$1" "list set inet rl_$id gate" >&"${nft[1]}"; } 2>/dev/null; then
    why="nft ended" && return 1
  fi
  while :; do
    left=$((until - ${EPOCHREALTIME/./}))
    ((left > 0)) || { why="nft does not answer" && return 1; }
    printf -v left '%d.%06d' $((left / 1000000)) $((left % 1000000))
    if ! IFS= read -r -t "$left" line <&"${nft[0]}"; then
      why=${why:-"nft ended or does not answer"} && return 1
    fi
    case $line in
      Error:* | *': Error:'*) [[ -n $why ]] || why="nft: ${line#*Error: }" ;;
      "list set "*) return 1 ;;
      *"elements = "*) gate=$line ;;
      '}') break ;;
    esac
  done
  [[ -z $why ]]
}

waiting() { take_answers; }

renew() {
  take_answers || return 1
  local both="ipv4, ipv6" leased="ipv4 timeout ${lease_ms}ms, ipv6 timeout ${lease_ms}ms"
  if ask "delete element inet rl_$id gate { $both }; add element inet rl_$id gate { $leased }" &&
    [[ $gate == *ipv4*expires*ipv6*expires* || $gate == *ipv6*expires*ipv4*expires* ]]; then
    return 0
  fi
  why="the lease could not be renewed (${why:-the gate is empty})"
  return 1
}

# Answers of the resolver: "D host address..." (dropped) and "X host address..." (spared). Never removed once seen.
take_answers() {
  local kind host rest address set name fresh command
  [[ -n $hosts ]] || return 0
  while read -r -t 0 -u 5 && read -r -u 5 kind host rest; do
    fresh='' command=''
    for address in $rest; do
      [[ $address == +([0-9a-f.:]) && -z ${seen[$kind $address]:-} ]] || continue
      if [[ $address == *:* ]]; then set=6; else set=4; fi
      [[ $address == 127.* || $address == ::1 || $address == 0.0.0.0 || $address == :: ]] && continue
      seen[$kind $address]=$host
      fresh+=" $address"
      for name in $sets; do
        [[ $kind == D ]] || name=x
        command+="add element inet rl_$id $name$set { $address }; "
        [[ $kind == D ]] || break
      done
    done
    [[ -n $fresh ]] || continue
    ask "${command%; }" || { why="the address$fresh of $host could not be added ($why)" && return 1; }
    say "RESOLVED $kind $host$fresh"
  done
  return 0
}

resolve() {
  local kind host line out
  while read -r kind host; do
    (
      out=''
      while read -r line _; do
        [[ " $out " == *" $line "* ]] || out+=" $line"
      done < <(timeout 10 getent ahosts "$host" 2>/dev/null)
      if [[ -n $out ]]; then printf '%s %s%s\n' "$kind" "$host" "$out"; fi
    ) &
  done <<<"$hosts"
  wait
}
# Reads from a pipe that only the agent holds: its end is this one's end, also in the middle of the pause.
resolver_loop() {
  local rc
  while :; do
    resolve
    read -r -t "${spec[resolve_s]}"
    rc=$?
    ((rc > 128)) || exit 0
  done
}

# Packets by set and element, where there were any.
count() {
  local set='' key name packets
  while read -r key name _ packets _; do
    if [[ $key == set ]]; then set=$name; else say "HIT $set $key $packets"; fi
  done < <(nft list table inet "rl_$id" 2>/dev/null |
    grep -oE '^.set [a-z0-9]+|[0-9a-f.:/-]+ counter packets [1-9][0-9]* bytes [0-9]+')
  say COUNTED
}

# Whom this host talked to and who talked back a moment ago; where questions to resolvers are to be dropped, which of them
# answer. Not by a connection of our own, whose end might be dropped and taken for a hit.
look() {
  local set word key address asking=''
  for address in ${spec[ask]:-}; do
    answers "$address" &
    asking+=" $!"
  done
  # shellcheck disable=SC2086
  [[ -z $asking ]] || wait $asking
  [[ -z ${spec[ask]+x} ]] || return 0
  for set in a b; do
    if [[ $set == a ]]; then word=asked; else word=answered; fi
    while read -r key _; do
      say "SEEN $word $key"
    done < <(for key in 4 6; do nft list set inet "rl_$id" "$set$key" 2>/dev/null; done |
      grep -oE '[0-9a-f.:]+ (timeout [0-9a-z]+ )?expires')
  done
}
# Asks for the name servers of the root, twice.
answers() {
  local byte try wait
  printf -v wait '0.%03d' $((lease_ms > 2000 ? 500 : lease_ms / 4))
  exec 4<>"/dev/udp/$1/53" || return
  for try in 1 2; do
    printf '\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01' >&4 || return
    if IFS= read -r -n 1 -t "$wait" byte <&4; then
      say "SEEN answered $1"
      return
    fi
  done
} 2>/dev/null

revert() {
  local tries
  [[ -n $resolver ]] && kill -KILL -- "-$resolver" 2>/dev/null
  exec {nft[1]}>&-
  for tries in {1..50}; do
    kill -0 "$nft_pid" 2>/dev/null || break
    ((tries == 25)) && kill -KILL "$nft_pid" 2>/dev/null
    nap 0.004
  done
  table_is_gone
}
table_is_gone() {
  local tries
  for tries in {1..20}; do
    [[ $'\n'$(nft list tables) == *$'\n'"table inet rl_$id"* ]] || return 0
    nap 0.005
  done
  why="table inet rl_$id is still there"
  return 1
}

main() {
  local line rest
  read_spec
  hosts=${spec[hosts]:-}
  hosts=${hosts//;/$'\n'}
  hosts=${hosts//,/ }
  sets=${spec[sets]:-d}
  take_mark
  start_guard
  # without a home directory it keeps no history there
  coproc nft { HOME=/dev/null exec nft -i 7<&- 8>&- 9<&- 2>&1; }
  nft_pid=$nft_PID
  tell_guard "ward $nft_pid"
  payload=${payload%$'\n'}
  ask "${payload//$'\n'/; }" || { line=$why && revert && fail "cannot load the rules: $line"; }
  # read back by another process: what the kernel has, not what this nft believes
  line=$(nft -t list table inet "rl_$id" 2>&1) || { revert && fail "the table is not there after loading it"; }
  [[ $line == *owner* ]] || { revert && fail "this kernel ignores the owner flag (Linux 5.12 or later is needed)"; }
  rest=${line//" drop"$'\n'/}
  (((${#line} - ${#rest}) / 6 == ${spec[drops]:?})) || { revert && fail "the rules were not loaded as sent"; }
  if [[ -n $hosts ]]; then
    exec 5<> <(:)
    set -m
    exec 6> >(exec 6>&- 7<&- 8>&- 9<&- {nft[0]}>&- {nft[1]}>&-; resolver_loop >&5)
    resolver=$!
    set +m
    tell_guard "group $resolver"
  fi
  wait_for_arm
  ask "add rule inet rl_$id cap meta time >= $end accept; add element inet rl_$id gate { ipv4 timeout ${lease_ms}ms, ipv6 timeout ${lease_ms}ms }" || { line=$why && revert && fail "cannot open the gate: $line"; }
  tell_guard beat
  say "READY rl_$id $$"
  serve
}
main
