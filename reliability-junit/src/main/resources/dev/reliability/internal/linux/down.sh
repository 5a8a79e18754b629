# Takes the target down once the delay is over, if the controller is still there then.
at=0

this_machine() {
  [[ $(</proc/sys/kernel/random/boot_id) == "${spec[boot]}" ]] || return 1
  local mine
  mine=$(readlink /proc/self/ns/pid)
  # the same kernel: only a PID namespace of its own keeps reboot(2) away from the machine
  [[ $mine == "${spec[pidns]}" || $mine == 'pid:[4026531836]' ]]
}

renew() {
  ((${EPOCHREALTIME/./} >= at)) || return 0
  if this_machine; then
    why="this target is the machine that the tests run on" && return 1
  fi
  local init words
  read -r init </proc/1/comm
  say "DOWN ${spec[action]}"
  if [[ $init == systemd && -z ${spec[force]:-} ]]; then
    words=(systemctl --no-wall --no-block "${spec[action]}")
  else
    words=("${spec[action]}" -f -f)
  fi
  release_mark
  why=$("${words[@]}" 2>&1 7<&- 9<&-) && leave "${spec[action]} was started"
  why="${words[*]} failed: $why"
  return 1
}
count() { say COUNTED; }
revert() { :; }

main() {
  read_spec
  [[ ${spec[action]} == reboot || ${spec[action]} == poweroff ]] || fail "unexpected action"
  this_machine && fail "this target is the machine that the tests run on; it is never shut down"
  take_mark
  start_guard
  wait_for_arm
  at=$((${EPOCHREALTIME/./} + ${spec[delay_ms]} * 1000))
  tell_guard beat
  say "READY down $$"
  serve
}
main
