#!/usr/bin/env bash
# build.sh: builds the Bookstore API and packs it as the release that the next steps deploy.
set -euo pipefail
source "$(dirname "$0")/settings.sh"
version=${BOOKSTORE_VERSION:-$(git -C "$root" rev-parse --short=12 HEAD)}
rm -rf "$work/proven" "$work/reports" "$work/VERSION"
(cd "$root" && "$mvn" -B -ntp package dependency:build-classpath -pl samples/bookstore -am -DskipTests \
  -DincludeScope=runtime "-Dmdep.outputFile=$work/class-path")
entries=("$root/samples/bookstore/target/classes")
while read -r entry; do
  # the database of the sample runs where PostgreSQL is part of its class path; the API does without
  [[ $entry == *embedded-postgres* || ! -f $entry ]] || entries+=("$entry")
done < <(tr ':' '\n' <"$work/class-path" && echo)
"$here/pack.sh" "$version" "$archive" "${entries[@]}"
printf '%s\n' "$version" >"$work/VERSION"
