# What the steps of the pipeline share; sourced by each of them. Where the colours are, and who is let in, comes from the environment.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)

# what the steps leave for each other and for people
work=${PIPELINE_DIR:-$root/samples/bookstore/target/pipeline}
# where the build of the tests puts its evidence
evidence=${BOOKSTORE_EVIDENCE:-$root/samples/bookstore/target/reliability}
archive=$work/bookstore.tar.gz
mvn=${MVN:-mvn}
mkdir -p "$work"

say() { printf '%s\n' "$*"; }

fail() {
  local code=$1
  shift
  printf '%s\n' "$*" >&2
  exit "$code"
}

# A version is part of paths and of messages: nothing in it may mean something to a shell or leave a directory.
version_of() {
  local version
  version=$(cat "$1" 2>/dev/null) || return 1
  [[ $version =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$ ]] && printf '%s' "$version"
}

other() { if [[ $1 == blue ]]; then printf green; else printf blue; fi; }

# The value of NAME_BLUE or NAME_GREEN.
of() {
  local name=$1_${2^^}
  [[ -n ${!name:-} ]] || fail 2 "$name is not set"
  printf '%s' "${!name}"
}

known_colour() { [[ $1 == blue || $1 == green ]] || fail 2 "\"$1\" is neither blue nor green"; }
