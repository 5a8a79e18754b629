# Runs on a host, by deploy.sh: release.sh unpack DIR VERSION SHA256 | current DIR | switch DIR VERSION | tidy DIR VERSION...
set -euo pipefail
action=$1 dir=$2
cd "$dir"
case $action in
  unpack)
    version=$3 sum=$4
    printf '%s  %s\n' "$sum" "incoming/$version.tar.gz" | sha256sum --check --quiet
    rm -rf "incoming/$version"
    mkdir "incoming/$version"
    tar -xzf "incoming/$version.tar.gz" -C "incoming/$version"
    rm "incoming/$version.tar.gz"
    [[ $(<"incoming/$version/VERSION") == "$version" && -x incoming/$version/bin/bookstore-api ]]
    mkdir -p releases
    # a release that is in use is not replaced under its process
    if [[ $(readlink current || true) == "releases/$version" ]]; then rm -rf "incoming/$version"; else
      rm -rf "releases/$version"
      mv "incoming/$version" "releases/$version"
    fi
    ;;
  current) if [[ -L current ]]; then basename "$(readlink current)"; fi ;;
  switch)
    [[ -d releases/$3 ]]
    ln -sfn "releases/$3" current.new
    mv -T current.new current
    ;;
  tidy)
    for release in releases/*; do
      keep=
      for version in "${@:3}"; do [[ $release != "releases/$version" ]] || keep=yes; done
      [[ -n $keep ]] || rm -rf "$release"
    done
    ;;
  *) exit 2 ;;
esac
