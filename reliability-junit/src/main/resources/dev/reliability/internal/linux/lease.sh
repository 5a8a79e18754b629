# Common part of every agent: runs on the target, is fed by the controller on standard input, answers in lines.
#   in   SPEC <bytes> <bytes>, then "key value" lines and a payload of these lengths; ARM, LOOK, HB (a heartbeat), COUNT, END
#   out  PREPARED, SEEN ... LOOKED, READY, OK, HIT ... COUNTED, GONE <reason>, ERROR <what>
# Whoever stops sending heartbeats, dies, or freezes ends the fault; nothing here waits for a goodbye.
set -u
export LC_ALL=C TZ=UTC PATH="$PATH:/usr/sbin:/sbin:/usr/bin:/bin"
umask 022
shopt -s extglob
unset CDPATH BASH_ENV
# a busy host must not keep the lease from being renewed
renice -n -10 -p $$ >/dev/null 2>&1

say() { printf '%s\n' "$*"; }
fail() {
  say "ERROR $*"
  release_mark
  tell_guard done
  exit 3
}

declare -A spec=()
payload=''
# The specification comes with its length: "head -c" reads exactly so much, where "read" would take it byte by byte.
read_spec() {
  local line bytes payload_bytes text
  IFS= read -r -t 30 line || exit 3
  [[ $line =~ ^SPEC\ ([0-9]+)\ ([0-9]+)$ ]] || fail "unexpected first line"
  bytes=${BASH_REMATCH[1]} payload_bytes=${BASH_REMATCH[2]}
  text=$(head -c "$((bytes + payload_bytes))" && printf x)
  text=${text%x}
  ((${#text} == bytes + payload_bytes)) || fail "specification cut short"
  payload=${text:bytes}
  while IFS= read -r line; do
    [[ -n $line ]] && spec[${line%% *}]=${line#* }
  done <<<"${text:0:bytes}"
  id=${spec[id]:?} owner=${spec[owner]:?} lease_ms=${spec[lease_ms]:?} run=${spec[run]:-/run}
  [[ $id =~ ^[0-9a-f]{4,32}$ && $lease_ms =~ ^[0-9]+$ ]] || fail "unexpected id or lease"
  lease=$((lease_ms / 1000)).$(printf %03d $((lease_ms % 1000)))
  grace=$(((lease_ms + 100) / 1000)).$(printf %03d $(((lease_ms + 100) % 1000)))
  export RL_AGENT=$id
  end=$((EPOCHSECONDS + ${spec[wait_s]:-0} + ${spec[seconds]:?}))
}

# --- the mark: one run at a time per target ---------------------------------------------------------------------
# A lock of the kernel on the network namespace itself: it dies with its holders and leaves nothing behind. Who they are is in
# their command lines; descriptor 7 is open where the lock was got.
marked=''
take_mark() {
  local try found holder rest until=0 theirs='' ends=0
  exec 9</proc/self/ns/net
  for try in 1 2 3 4 5 6 7 8 9 10; do
    if flock -n -x 9; then
      # between the two another run may slip in, and then has the target
      flock -n -s 9 && break
    else
      found=$(holders)
      theirs=''
      while read -r holder until rest; do
        [[ -z $holder || $rest == "$owner" ]] || { theirs=$rest && ends=$until; }
        if [[ -n $holder ]] && ((EPOCHSECONDS > until + 5)); then
          start_of "${holder%/*}" && [[ $start == "${holder#*/}" ]] && kill -KILL "${holder%/*}" 2>/dev/null
        fi
      done <<<"$found"
      if [[ -n $found && -z $theirs ]] && flock -n -s 9; then break; fi
    fi
    ((try < 10)) || {
      exec 9<&-
      fail "busy: ${theirs:-another run} attacks this target until $(date -u -d "@$ends" +%H:%M:%S 2>/dev/null || echo "$ends") UTC"
    }
    nap 0.02
  done
  marked=1
  exec 7</dev/null
}
release_mark() {
  [[ -n $marked ]] || return 0
  flock -u 9
  exec 7<&- 9<&-
  marked=''
}
nap() { read -r -t "$1" <> <(:) || :; }

# --- the guard: a second process that ends the fault when this one is killed or frozen --------------------------
guarded=''
guard() {
  local line rest pid
  local -a wards=()
  while IFS= read -r -t "$grace" line; do
    case $line in
      ward\ *) start_of "${line#ward }" && wards+=("${line#ward }/$start") ;;
      group\ *) start_of "${line#group }" && wards+=("-${line#group }/$start") ;;
      done) exit 0 ;;
    esac
  done
  for rest in "${wards[@]}"; do
    pid=${rest%/*}
    start_of "${pid#-}" && [[ $start == "${rest#*/}" ]] && kill -KILL -- "$pid" 2>/dev/null
  done
  after_guard
  release_mark
  say "GONE the agent ended or froze; the guard ended the fault"
  exit 0
}
after_guard() { :; }
start_guard() {
  # shellcheck disable=SC2094
  exec 8> >(guard 8>&-)
  guarded=1
  tell_guard "ward $$"
}
tell_guard() { [[ -n $guarded ]] && printf '%s\n' "$*" >&8; }

# --- the loop: who feeds it keeps the fault alive -----------------------------------------------------------------
# Expects renew (non-zero with $why: the lease is lost), count, revert (non-zero with $why: something is left).
why=''
serve() {
  local line='' part rc
  while :; do
    IFS= read -r -t "$lease" part
    rc=$?
    line+=$part
    if ((rc > 128)); then leave "no heartbeat for $lease s"; fi
    if ((rc)); then leave "the controller closed the connection"; fi
    case $line in
      HB)
        if ((EPOCHSECONDS >= end)); then leave "the declared end was reached"; fi
        renew || leave "$why"
        tell_guard beat
        say OK
        ;;
      COUNT) count ;;
      END) leave reverted ;;
    esac
    line=''
  done
}
# Holds the target without any effect on it until it is told to begin; kept alive as the fault itself is later.
wait_for_arm() {
  local line='' part rc
  say PREPARED
  while :; do
    IFS= read -r -t "$lease" part
    rc=$?
    line+=$part
    if ((rc > 128)); then leave "no heartbeat for $lease s"; fi
    if ((rc)); then leave "the controller closed the connection"; fi
    case $line in
      HB)
        if ((EPOCHSECONDS >= end)); then leave "it was not armed in time"; fi
        waiting || leave "$why"
        tell_guard beat
        say OK
        ;;
      LOOK)
        look
        tell_guard beat
        say LOOKED
        ;;
      END) leave reverted ;;
      ARM) break ;;
    esac
    line=''
  done
  end=$((EPOCHSECONDS + ${spec[seconds]}))
}
waiting() { :; }
# What is so before the fault begins; may take half of the lease.
look() { :; }
leave() {
  if revert; then
    release_mark
    say "GONE $1"
    tell_guard done
    exit 0
  fi
  fail "$why (after: $1)"
}
