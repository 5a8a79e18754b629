# What the target is and has, as "key value" lines. Changes nothing. Arguments: host names to resolve.
export LC_ALL=C TZ=UTC PATH="$PATH:/usr/sbin:/sbin:/usr/bin:/bin"
say() { printf '%s\n' "$*"; }
as=()
if ((EUID)); then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as=(sudo -n) && say rights sudo; else say rights none; fi
else
  say rights root
fi
say time "$EPOCHREALTIME"
say bash "${BASH_VERSINFO[0]}"
say kernel "$(uname -sr)"
say boot "$(</proc/sys/kernel/random/boot_id)"
say pidns "$(readlink /proc/self/ns/pid)"
stat=$(</proc/1/stat) stat=${stat##*) }
read -r -a fields <<<"$stat"
say init "${fields[19]}"
say cores "$(nproc 2>/dev/null)"
say netns "$(readlink /proc/self/ns/net)"
# the id that its cloud gave the machine; what has processes or a network of its own on it is another thing
if [[ $(readlink /proc/self/ns/pid) == 'pid:[4026531836]' \
  && $("${as[@]}" readlink /proc/1/ns/net 2>/dev/null) == "$(readlink /proc/self/ns/net)" ]]; then
  for file in /sys/class/dmi/id/board_asset_tag /var/lib/cloud/data/instance-id; do
    id='' && read -r id <"$file"
    [[ $id =~ ^(i-[0-9a-f]{8,17}|[0-9a-f]{8}-[0-9a-f-]{27})$ ]] && say machine "$id"
  done 2>/dev/null
fi
for tool in nft flock timeout getent grep stress-ng; do
  command -v "$tool" >/dev/null && say tool "$tool"
done
if command -v nft >/dev/null; then
  if tables=$("${as[@]}" nft list tables 2>&1); then
    while read -r _ family name; do
      [[ $name == rl_* ]] && say table "$family $name"
    done <<<"$tables"
    # an empty interactive session: some builds of nft have none; those that have it write a history into the home directory
    "${as[@]}" env HOME=/dev/null nft -i </dev/null >/dev/null 2>&1 || say nointeractive
  else
    say denied "${tables%%$'\n'*}"
  fi
fi
run=/run
{ ((EUID == 0)) && [[ ! -w $run ]]; } && say nomark "$run is not writable"
free=$(df -P "$run" 2>/dev/null | { read -r _ && read -r _ _ _ kb _ && printf %s "$kb"; })
[[ $free == 0 ]] && say nomark "no space left on $run"
if exec 9</proc/self/ns/net && ! flock -n -x 9; then
  # whoever holds it belongs to root
  found=$("${as[@]}" bash -c "shopt -s extglob; $(declare -f start_of holders); holders" 2>/dev/null)
  read -r _ until theirs <<<"$found"
  say busy "${until:-0} ${theirs:-somebody}"
fi
exec 9<&-
while read -r key address _; do
  [[ $key == nameserver ]] && say resolver "${address%%%*}"
done < <(cat /etc/resolv.conf /run/systemd/resolve/resolv.conf 2>/dev/null)
for host; do
  (
    found=''
    while read -r address _; do
      [[ " $found " == *" $address "* ]] || found+=" $address"
    done < <(timeout 10 getent ahosts "$host" 2>/dev/null)
    say host "$host$found"
  ) &
done
wait
say done
