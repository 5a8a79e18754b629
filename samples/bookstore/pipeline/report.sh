#!/usr/bin/env bash
# report.sh: writes one page that leads to the reports of all steps that ran, and says how each ended.
set -euo pipefail
source "$(dirname "$0")/settings.sh"
mkdir -p "$work/reports"
version=$(version_of "$work/VERSION") || version='what is deployed'
{
  printf '<!doctype html>\n<meta charset="utf-8">\n<title>Bookstore: reliability</title>\n<h1>Bookstore %s</h1>\n<ul>\n' "$version"
  for step in blue green disaster-recovery; do
    outcome='did not run' link=
    if [[ -e $work/reports/$step/outcome ]]; then outcome=$(<"$work/reports/$step/outcome"); fi
    if [[ -e $work/reports/$step/report.html ]]; then link=" <a href=\"$step/report.html\">report</a>"; fi
    printf '<li>%s: %s%s</li>\n' "$step" "$outcome" "$link"
    say "$step: $outcome" >&2
  done
  printf '</ul>\n'
} >"$work/reports/index.html"
