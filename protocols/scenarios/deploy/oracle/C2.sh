# C2: names of files and folders may contain blanks.
. "$(dirname "$0")/kit.sh"

builds="$work/all builds"
mkdir -p "$builds/b1/front pages" "$builds/b1/migrations"
echo one > "$builds/b1/front pages/page one.html"
echo ': > "$1/a mark"' > "$builds/b1/migrations/1-two words.sh"
build b1
printf 'exit 1\n' > "$work/the check.sh"
printf '#!/bin/sh\n: > "%s"\n' "$work/slept" > "$work/a nap"
chmod +x "$work/a nap"
deploy --set "fleet=$work/the fleet" --set "builds=$builds" e a b1
well 'deploying with blanks'
same 'file' "$(cat "$work/the fleet/a/releases/b1/front pages/page one.html")" one
[ -e "$work/the fleet/a/shared/a mark" ] || wrong 'the migration was not run'
deploy --set "fleet=$work/the fleet" --set "builds=$builds" --set "check=$work/the check.sh" --set "sleep=$work/a nap" e a b1
ill 'an unhealthy release'
[ -e "$work/slept" ] || wrong 'there was no pause'
