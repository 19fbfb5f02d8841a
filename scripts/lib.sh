# Shared by the scripts here; to be sourced. The folder of the repository becomes the working folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else echo "$0: neither root nor sudo, to run: $*" >&2; exit 2
  fi
}

# Installs the Debian packages that are missing, and nothing when none is.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "installing: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

need_compiler() {
  need g++ cmake ninja-build tao-pegtl-dev libyaml-cpp-dev nlohmann-json3-dev libfmt-dev libcli11-dev libpugixml-dev zlib1g-dev libisal-dev libsqlite3-dev libpq-dev doctest-dev
}

# configure_and_build PRESET [TARGET...]
configure_and_build() {
  local preset=$1 sooner=(-DSHELFLIFE_PRECOMPILE=ON)  # either of the two: ccache does not keep what used precompiled headers
  shift
  command -v ccache >/dev/null && sooner=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  cmake --preset "$preset" "${sooner[@]}" >/dev/null
  cmake --build --preset "$preset" ${1:+--target "$@"}
}
