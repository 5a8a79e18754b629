#!/usr/bin/env bash
# Runs a Docker Engine in a network namespace of its own for as long as standard input is open; then takes away all that it made.
# Arguments: a directory, which must be new; the third number of its addresses, 198.19.N.0/24. Says "ready" or what went wrong.
set -u
trap '' INT TERM HUP
directory=$1 net=198.19.$2
link=rl$((RANDOM % 900 + 100))$2
group=/reliability-sample-docker-$$

# Not one address outside of 198.18.0.0/15, not even for a moment.
inside() {
  ip link set lo up
  echo 1 >/proc/sys/net/ipv4/ip_forward
  exec dockerd --data-root "$directory/data" --exec-root "$directory/exec" --pidfile "$directory/engine.pid" \
    --config-file "$directory/engine.json" --host "unix://$directory/engine.sock" --cgroup-parent "$group" --shutdown-timeout 3 \
    --bip "$net.1/26" --fixed-cidr "$net.0/26" \
    --default-address-pool "base=$net.64/26,size=28" --default-address-pool "base=$net.128/26,size=28" \
    --iptables=false --ip6tables=false --ip-masq=false
}

of_group() { cat /sys/fs/cgroup/{,*/}"${group#/}"/{,*/}cgroup.procs 2>/dev/null | sort -u; }

clear_up() {
  local pid try
  set +e
  for try in {1..50}; do
    # containers first: whoever watches over one ends with it
    for pid in $(of_group); do kill -KILL "$pid" 2>/dev/null; done
    [[ -n $(of_group) ]] || break
    sleep 0.1
  done
  kill -TERM "$engine" 2>/dev/null
  for try in {1..100}; do
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.1
  done
  for try in {1..50}; do
    for pid in $(pgrep -f "$directory/" || true); do
      [[ $pid == $$ || $pid == "$BASHPID" || $pid == "$PPID" ]] || kill -KILL "$pid" 2>/dev/null
    done
    [[ -n $(pgrep -f "$directory/(data|exec|engine)" || true) ]] || break
    sleep 0.1
  done
  rmdir /sys/fs/cgroup/{,*/}"${group#/}"/* /sys/fs/cgroup/{,*/}"${group#/}" 2>/dev/null
  ip link delete "$link" 2>/dev/null
  for try in {1..50}; do
    rm -rf "$directory" 2>/dev/null && break
    sleep 0.1
  done
}

mkdir -m 700 "$directory" || exit 1
echo '{}' >"$directory/engine.json"
export directory net group
export -f inside
trap '' PIPE
unshare --net --mount --propagation private bash -c inside </dev/null >"$directory/log" 2>&1 &
engine=$!
trap clear_up EXIT
for try in {1..300}; do
  kill -0 "$engine" 2>/dev/null || break
  docker -H "unix://$directory/engine.sock" version >/dev/null 2>&1 && up=1 && break
  read -r -t 0.1 _
  (($? > 128)) || exit 1
done
if [[ -z ${up:-} ]]; then
  tail -5 "$directory/log"
  exit 1
fi
set -e
ip link add "$link" type veth peer name toTests netns "$engine"
ip addr add "$net.253/30" dev "$link"
ip link set "$link" up
nsenter --target "$engine" --net ip addr add "$net.254/30" dev toTests
nsenter --target "$engine" --net ip link set toTests up
ip route add "$net.0/24" via "$net.254"
mkdir -p "$directory/root/bin" "$directory/root/tmp" "$directory/root/etc"
cp /bin/busybox "$directory/root/bin/busybox"
for name in $(/bin/busybox --list | grep -vx busybox); do ln -sf busybox "$directory/root/bin/$name"; done
tar -C "$directory/root" -c . | docker -H "unix://$directory/engine.sock" import - reliability-sample:busybox >/dev/null
set +e
echo ready
cat >/dev/null
