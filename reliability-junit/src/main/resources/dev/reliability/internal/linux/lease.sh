# Common part of every agent: runs on the target, is fed by the controller on standard input, answers in lines.
#   in   SPEC <bytes> <bytes>, then "key value" lines and a payload of these lengths; ARM, HB (a heartbeat), COUNT, END
#   out  HELD, PREPARED, READY, OK, HIT ... COUNTED, GONE <reason>, ERROR <what>
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
# The lock is the kernel's (flock), so it dies with its holders; the text inside says who, and what to kill if frozen.
mark=''
take_mark() {
  local dir=$run/reliability try net line theirs='' until=0 holders='' message
  net=${spec[net]:-$(readlink /proc/self/ns/net)} net=${net//[^0-9]/}
  mark=$dir/$net.lock
  for try in 1 2 3 4 5 6 7 8 9 10; do
    message=$({ { [[ -d $dir ]] || mkdir -p "$dir"; } && : >>"$mark"; } 2>&1) || fail "cannot write the mark $mark: ${message##*: }"
    exec 9>>"$mark" || continue
    if flock -n -x 9; then
      [[ $mark -ef /dev/fd/9 ]] || continue
      if ! message=$( (printf 'owner %s\nexpires %s\n' "$owner" "$end" >"$mark") 2>&1); then
        rm -f "$mark"
        fail "cannot write the mark $mark: ${message##*: }"
      fi
      flock -n -s 9 && break
    else
      theirs='' until=0 holders=''
      while read -r key line; do
        case $key in
          owner) theirs=$line ;;
          expires) ((line > until)) && until=$line ;;
          holder) holders+="$line " ;;
        esac
      done <"$mark" 2>/dev/null
      if [[ $theirs == "$owner" ]] && flock -n -s 9 && [[ $mark -ef /dev/fd/9 ]]; then
        printf 'expires %s\n' "$end" >&9
        break
      fi
      if ((until && EPOCHSECONDS > until + 5)); then
        # shellcheck disable=SC2086
        kill_holders $holders
      fi
      ((try < 10)) || {
        mark='' && exec 9>&-
        fail "busy: ${theirs:-another run} attacks this target until $(date -u -d "@$until" +%H:%M:%S 2>/dev/null || echo "$until") UTC"
      }
      nap 0.02
    fi
  done
  add_holder $$
  say HELD "$mark"
}
add_holder() { start_of "$1" && printf 'holder %s/%s\n' "$1" "$start" >&9; }
kill_holders() {
  local holder
  for holder; do
    start_of "${holder%/*}" && [[ $start == "${holder#*/}" ]] && kill -KILL "${holder%/*}"
  done 2>/dev/null
}
release_mark() {
  local try
  [[ -n $mark ]] || return 0
  for try in 1 2 3; do
    if flock -n -x 9 2>/dev/null; then
      rm -f "$mark"
      rmdir "${mark%/*}" 2>/dev/null
      break
    fi
    # other agents of the same run still hold it: the last one clears it away
    ((try < 3)) && nap 0.01
  done
  exec 9>&-
  mark=''
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
  add_holder $!
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
      END) leave reverted ;;
      ARM) break ;;
    esac
    line=''
  done
  end=$((EPOCHSECONDS + ${spec[seconds]}))
}
waiting() { :; }
leave() {
  if revert; then
    release_mark
    say "GONE $1"
    tell_guard done
    exit 0
  fi
  fail "$why (after: $1)"
}
