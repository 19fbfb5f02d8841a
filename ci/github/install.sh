#!/bin/sh
# The first step of action.yml: puts `shelflife` into the path of the steps behind it. The words of the user are in the
# environment: SHELFLIFE_VERSION, SHELFLIFE_PACKAGE, SHELFLIFE_SHA256. Nothing is installed into the system.
set -eu

refuse() { printf '::error title=Shelflife::%s\n' "$1"; exit 2; }

package=$SHELFLIFE_PACKAGE
if [ -n "$SHELFLIFE_VERSION" ]; then
  printf '%s' "$SHELFLIFE_VERSION" | tr '\n' '?' | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+' || refuse "the input version is not of the form 0.1.0"
  [ -z "$package" ] || refuse "the inputs version and package exclude each other"
  package=$SERVER_URL/$ACTION_REPOSITORY/releases/download/v$SHELFLIFE_VERSION/shelflife_$SHELFLIFE_VERSION-1_$(dpkg --print-architecture).deb
elif [ -z "$package" ] && command -v shelflife >/dev/null; then
  shelflife --version
  exit 0
fi

folder=$RUNNER_TEMP/shelflife
mkdir -p "$folder"
case $package in
  '')
    "$ACTION_PATH/scripts/package"
    package=$(echo "$ACTION_PATH"/build/package/shelflife_*.deb)
    ;;
  https://*)
    curl --fail --location --silent --show-error --proto '=https' --output "$folder/package.deb" -- "$package" ||
      refuse "the package cannot be downloaded"
    package=$folder/package.deb
    ;;
  http://*) refuse "the package is to be downloaded by https" ;;
esac
[ -f "$package" ] || refuse "the package is not there"
if [ -n "$SHELFLIFE_SHA256" ]; then
  sum=$(sha256sum < "$package")
  [ "${sum%% *}" = "$SHELFLIFE_SHA256" ] || refuse "the package does not have the checksum of the input sha256"
fi
dpkg-deb --extract "$package" "$folder/root"
"$folder/root/usr/bin/shelflife" --version
printf '%s\n' "$folder/root/usr/bin" >> "$GITHUB_PATH"
