#!/bin/bash
# The init of a host: host.sh DIRECTORY NAME, as PID 1 of namespaces of its own.
#
# The disk is the machine's, read-only. What a service, an attack or a shutdown writes, and every socket by which the
# machine's own init could be asked for something, is the host's own and new at each boot.
set -u
dir=$1 name=$2

die() {
  echo "$name does not boot: $*" >&2
  exit 1
}

# What the services need stays where it is, also where the host has a place of its own.
declare -A needs=()
while read -r path; do
  exec {fd}<"$path" || die "$path is missing"
  needs[$path]=$fd
done <"$dir/needs"

# What a release is written to, and what is there after the next boot.
[[ ! -d $dir/disk ]] || exec {disk}<"$dir/disk" || die "no disk"

umount -R /run/netns
for shared in / /sys; do mount -o remount,bind,ro "$shared" || die "cannot protect $shared"; done
for place in /run /var/log /dev/shm; do
  mount -t tmpfs -o mode=0755,nosuid tmpfs "$place" || die "no $place of its own"
done
chmod 1777 /dev/shm
mount -t tmpfs -o mode=1777,nosuid tmpfs /tmp || die "no /tmp of its own"
for path in "${!needs[@]}"; do
  if [[ -d /proc/self/fd/${needs[$path]} ]]; then mkdir -p "$path"; else mkdir -p "${path%/*}" && : >"$path"; fi
  mount --no-canonicalize --bind "/proc/self/fd/${needs[$path]}" "$path" || die "cannot keep $path"
  mount -o remount,bind,ro "$path" || die "cannot protect $path"
  fd=${needs[$path]}
  exec {fd}<&-
done
if [[ -n ${disk:-} ]]; then
  mount --no-canonicalize --bind "/proc/self/fd/$disk" /srv && mount -o remount,bind,rw /srv || die "no /srv of its own"
  exec {disk}<&-
fi
for file in "$dir"/etc/*; do
  # where it is a link, its end may lie in a place that is new
  place=$(readlink -m "/etc/${file##*/}")
  [[ -e $place ]] || { mkdir -p "${place%/*}" && : >"$place"; } || die "no $place"
  mount --bind "$file" "$place" || die "no $place of its own"
done

hostname "$(</etc/hostname)"
mkdir -m 0755 /run/sshd
mkdir -m 0700 /run/root
cd /run/root || die "no home"
if [[ -e $dir/sshd_config ]]; then
  /usr/sbin/sshd -f "$dir/sshd_config" -E /var/log/sshd.log || die "no sshd"
fi
while :; do
  # the lab ignores signals; what is asked to end here, ends
  env --default-signal bash "$dir/service"
  echo "the service ended with $?; it is started again"
  sleep 1
done
