# C10: a dry run checks the build, says what it would do, and changes nothing.
. "$(dirname "$0")/kit.sh"

build b1
build b2
build off
echo off >> "$builds/off/page.html"
# look: all there is, with its content
look() {
    (cd "$work" && ls -AR fleet 2> /dev/null; find "$work/fleet" -type f -exec sha256sum {} + 2> /dev/null | sort)
}
before=$(look)
deploy --dry-run e a b1
well 'a dry run'
[ -s "$work/out" ] || wrong 'a dry run says nothing'
same 'a fleet that is not there yet' "$(look)" "$before"
deploy e a b1
before=$(look)
deploy --dry-run e a b2
well 'a second dry run'
same 'a fleet' "$(look)" "$before"
deploy --dry-run e a off
ill 'a dry run of a changed build'
same 'a fleet after that' "$(look)" "$before"
