#!/bin/bash
# Hosts on one machine: lab.sh DIRECTORY NUMBER. Each directory DIRECTORY/hosts/NAME is one; see host.sh.
#
# Everything lives in one PID namespace, whose init waits for the end of its standard input, which only the test JVM
# holds open. However that JVM ends, the kernel ends every process in there, and with them their namespaces, mounts,
# tables and links. Names in /run/netns are seen in here alone.
set -u
dir=$1 number=$2
here=198.18.$number.1/24
here6=fd62:6f6f:6b73:$number::1/64

if [[ ${3:-} != inside ]]; then
  exec 7</proc/self/ns/net
  trap '' HUP INT TERM
  unshare --net --pid --mount --uts --ipc --fork --kill-child --mount-proc bash "$0" "$dir" "$number" inside
  # a power button that is being pressed may add a file meanwhile
  for try in 1 2 3 4 5; do rm -rf -- "$dir" 2>/dev/null && break; done
  exit
fi

die() {
  echo "$*" >&2
  exit 1
}

# The machine's end of the wire goes when this end goes.
plug_in_the_machine() {
  local machine=(nsenter --net=/proc/self/fd/7 ip)
  ip link add name lan type bridge forward_delay 0 &&
    "${machine[@]}" link add name "rl$number" type veth peer name machine netns 1 &&
    "${machine[@]}" address add "$here" dev "rl$number" &&
    "${machine[@]}" link set "rl$number" up &&
    ip link set machine master lan up &&
    ip link set lan up || die "cannot make a network for the hosts"
  "${machine[@]}" address add "$here6" dev "rl$number" nodad 2>/dev/null
  exec 7<&-
}

# A host keeps its network card: others would look for a new one only once they doubt the old one, most of a minute later.
card() {
  local first
  read -r first <"$dir/hosts/$1/addresses"
  first=${first%/*}
  printf '02:00:c6:12:%02x:%02x' "$number" "${first##*[.:]}"
}

plug_in() {
  local name=$1 address
  ip netns add "rl-$name" &&
    ip link add name "$name" type veth peer name eth0 address "$(card "$name")" netns "rl-$name" &&
    ip link set "$name" master lan up &&
    ip -n "rl-$name" link set lo up &&
    ip -n "rl-$name" link set eth0 up || die "cannot plug $name in"
  while read -r address; do
    case $address in
      *:*) ip -n "rl-$name" address add "$address" dev eth0 nodad 2>/dev/null ;;
      *) ip -n "rl-$name" address add "$address" dev eth0 || die "cannot give $name the address $address" ;;
    esac
  done <"$dir/hosts/$name/addresses"
}

unplug() {
  ip link delete "$1"
  ip netns delete "rl-$1"
}

# reboot(2) in a PID namespace ends its init, which its parent sees as ended by SIGHUP (reboot) or SIGINT (power off).
own() {
  local name=$1 how
  while :; do
    plug_in "$name"
    : >"$dir/up/$name"
    env -i PATH="$PATH" HOME=/run/root nsenter --net="/run/netns/rl-$name" \
      unshare --pid --mount --uts --ipc --fork --kill-child --mount-proc \
      bash "$dir/host.sh" "$dir/hosts/$name" "$name" >>"$dir/log/$name" 2>&1
    how=$?
    rm -f "$dir/up/$name" "$dir/power/$name"
    unplug "$name"
    if ((how == 129)); then
      # firmware takes its time: longer than a user waits, or TCP's second try would now and then hide the reboot
      sleep 4
    else
      until [[ -e $dir/power/$name ]]; do sleep 0.05; done
    fi
  done
}

mount -t tmpfs -o mode=0755 tmpfs /run && ip link set lo up || die "cannot make the hosts' surroundings"
mkdir -p "$dir/up" "$dir/power" "$dir/log"
plug_in_the_machine
for host in "$dir"/hosts/*/; do
  own "$(basename "$host")" &
done
echo running
cat >/dev/null
