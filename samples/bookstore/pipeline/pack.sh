#!/usr/bin/env bash
# pack.sh VERSION ARCHIVE ENTRY...: makes a release of the Bookstore API of the entries of its class path.
set -euo pipefail
source "$(dirname "$0")/settings.sh"
(($# >= 3)) || fail 2 "usage: pack.sh VERSION ARCHIVE ENTRY..."
target=$2
release=$(mktemp -d)
trap 'rm -rf "$release"' EXIT
printf '%s\n' "$1" >"$release/VERSION"
version=$(version_of "$release/VERSION") || fail 2 "\"$1\" is no version: letters, digits, dots, dashes and underscores"
shift 2
mkdir "$release/bin" "$release/classes" "$release/lib"
for entry in "$@"; do
  if [[ -d $entry ]]; then cp -R "$entry/." "$release/classes/"; else cp "$entry" "$release/lib/"; fi
done
cat >"$release/bin/bookstore-api" <<'START'
#!/bin/sh
# Starts this release. Where the database and the CDN are, comes from the environment.
home=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
VERSION=$(cat "$home/VERSION") || exit 1
export VERSION
# addresses that rotate are looked up anew
exec "${JAVA:-java}" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m -Dsun.net.inetaddr.ttl=1 \
  -cp "$home/classes:$home/lib/*" dev.reliability.samples.bookstore.BookstoreApi
START
chmod 755 "$release/bin/bookstore-api"
tar -czf "$target" -C "$release" .
(cd "$(dirname "$target")" && sha256sum "$(basename "$target")" >"$(basename "$target").sha256")
say "$version is packed as $target"
