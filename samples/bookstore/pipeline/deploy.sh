#!/usr/bin/env bash
# deploy.sh COLOUR first|second: brings the release to a colour over SSH and restarts its service.
#
# Nothing is touched unless the other colour serves users; the second colour not unless this very release has passed the reliability
# tests on the first one. A release that does not become healthy is replaced by the one before.
#
# Environment: SSH_BLUE, SSH_GREEN (user@host), HEALTH_BLUE, HEALTH_GREEN (URL that answers 200 and X-Version);
# SSH_CONFIG (file for ssh), APP_DIR (/srv/bookstore), RESTART (sudo systemctl restart bookstore-api),
# HEALTHY (5, good answers in a row, one a second), PATIENCE (60, seconds until a release is healthy).
# Exit codes: 1 the release does not work and the one before serves again, 2 wrong use, 3 refused, nothing was touched,
# 4 the colour is left sick.
set -euo pipefail
source "$(dirname "$0")/settings.sh"
(($# == 2)) && [[ $2 == first || $2 == second ]] || fail 2 "usage: deploy.sh blue|green first|second"
colour=$1
known_colour "$colour"
other=$(other "$colour")
host=$(of SSH "$colour") url=$(of HEALTH "$colour") other_url=$(of HEALTH "$other")
app=${APP_DIR:-/srv/bookstore} restart=${RESTART:-sudo systemctl restart bookstore-api}
healthy=${HEALTHY:-5} patience=${PATIENCE:-60}
ssh=(ssh -o BatchMode=yes -o ConnectTimeout=10)
[[ -z ${SSH_CONFIG:-} ]] || ssh+=(-F "$SSH_CONFIG")
version=$(version_of "$work/VERSION") || fail 2 "there is no release in $work: run build.sh first"

# Prints the version that answers healthily, - where it does not say one.
serves() {
  curl -s -m 3 -o /dev/null -D - "$1" | tr -d '\r' | awk '
    NR == 1 { status = $2 } tolower($1) == "x-version:" { version = $2 }
    END { if (status != 200) exit 1; print version == "" ? "-" : version }'
}

# Waits for good answers in a row: of a version, or of any.
is_healthy() {
  local url=$1 wanted=$2 seconds=$3 row=0 end=$((SECONDS + $3)) seen
  while :; do
    if seen=$(serves "$url") && [[ -z $wanted || $seen == "$wanted" ]]; then row=$((row + 1)); else row=0; fi
    ((row < healthy)) || return 0
    ((SECONDS < end)) || return 1
    sleep 1
  done
}

remote() { "${ssh[@]}" -- "$host" "bash -s -- $(printf '%q ' "$@")" <"$here/release.sh"; }

is_healthy "$other_url" "" $((healthy + 2)) ||
  fail 3 "Nothing was deployed to $colour: $other is not healthy ($other_url), and somebody has to serve users."
if [[ $2 == second && $(version_of "$work/proven/$other" || true) != "$version" ]]; then
  fail 3 "Nothing was deployed to $colour: $version has not passed the reliability tests on $other."
fi
(cd "$work" && sha256sum --check --quiet "$(basename "$archive").sha256") >&2 ||
  fail 3 "Nothing was deployed to $colour: $archive is not what was built."

"${ssh[@]}" -- "$host" "mkdir -p $(printf '%q' "$app/incoming") && cat >$(printf '%q' "$app/incoming/$version.tar.gz")" <"$archive" &&
  remote unpack "$app" "$version" "$(cut -d' ' -f1 "$archive.sha256")" ||
  fail 3 "Nothing was deployed to $colour: $version could not be unpacked on $host."
before=$(remote current "$app")
say "$colour goes from ${before:-nothing} to $version"

start() {
  remote switch "$app" "$1" || return 1
  "${ssh[@]}" -n -- "$host" "$restart" || {
    say "$host: \"$restart\" ended with $?" >&2
    return 1
  }
  is_healthy "$url" "$1" "$2"
}

if start "$version" "$patience"; then
  remote tidy "$app" "$version" "$before" || say "old releases on $colour could not be removed" >&2
  say "$colour serves $version"
elif [[ -n $before && $before != "$version" ]]; then
  say "$version does not become healthy on $colour (waited for up to $patience s); going back to $before" >&2
  # however little patience there was with the new one
  start "$before" $((patience > 60 ? patience : 60)) || fail 4 "$colour is sick: neither $version nor $before becomes healthy."
  fail 1 "$version was not deployed: $colour serves $before again."
else
  fail 4 "$colour is sick: $version does not become healthy, and there is no release before it."
fi
