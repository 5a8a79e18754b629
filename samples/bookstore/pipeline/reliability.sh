#!/usr/bin/env bash
# reliability.sh blue|green|disaster-recovery|nightly: runs the Bookstore's reliability tests of a step against production.
#
# It succeeds only if Maven and the gate do: every test of the step ran, its fault bit, its hypotheses held, and nothing was left.
# Environment: what reliability-production.properties asks for. Nightly is all steps, each only if the one before passed.
set -euo pipefail
source "$(dirname "$0")/settings.sh"
step=${1:-}
case $step in
  blue) tests='losingDatabaseAndCdnMovesTrafficToGreen|aLostDatabaseIsAnsweredInTime' ;;
  green) tests='TheStandby' ;;
  disaster-recovery) tests='losingTheWholeInstanceIsSurvived|aRebootIsSurvived' ;;
  nightly)
    for one in blue green disaster-recovery; do "$0" "$one"; done
    exit
    ;;
  *) fail 2 "usage: reliability.sh blue|green|disaster-recovery|nightly" ;;
esac
wanted="BookstoreReliabilityIT(\\.($tests).*)?"
[[ $step != disaster-recovery ]] || wanted+='|ProductionDisasterRecoveryIT.*'

reports=$work/reports/$step
rm -rf "$reports" "$work/proven/$step"
mkdir -p "$reports" "$work/proven"
keep() {
  local code=$?
  cp -R "$evidence/." "$reports/" 2>/dev/null || true
  if ((code == 0)); then printf 'passed\n'; else printf 'not passed\n'; fi >"$reports/outcome"
}
trap keep EXIT
cd "$root"
rm -rf "$evidence"
"$mvn" -B -ntp verify -pl samples/bookstore -am -DskipLibraryTests -Pproduction \
  -Dreliability.profile=production -Dreliability.protected=production "-Dgroups=$step" \
  '-Dproduction.its.left.out=**/ProductionInABoxIT.java' '-Dgate.production=-' "-Dgate.cannot.run=(?!.*\\.($wanted)\$).*"
# only what was deployed by this pipeline is proven by it
if version=$(version_of "$work/VERSION"); then printf '%s\n' "$version" >"$work/proven/$step"; fi
