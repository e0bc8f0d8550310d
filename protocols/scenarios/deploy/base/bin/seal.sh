#!/bin/sh
# seal.sh BUILD: writes the manifest of a build.
set -eu
. "$(dirname "$0")/../lib/common.sh"

[ $# -eq 1 ] || fail 2 'usage: seal.sh BUILD'
[ -d "$1" ] || fail 2 "$1 is no folder"
cd "$1"
rm -f SHA256SUMS
sums=$(find . -type f -exec sha256sum {} + | sed 's|  \./|  |' | sort -k 2)
printf '%s\n' "$sums" > SHA256SUMS
