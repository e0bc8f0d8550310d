# C4: an installed release never changes; current is replaced by a rename.
. "$(dirname "$0")/kit.sh"

build b1
build b2
deploy e a b1
ln "$fleet/a/current" "$work/was"
deploy e a b2
same 'live' "$(live a)" b2
same 'the file that was current' "$(cat "$work/was")" b1
ln "$fleet/a/current" "$work/then"
rollback e a
same 'live after rollback' "$(live a)" b1
same 'the file that was current then' "$(cat "$work/then")" b2

echo mended > "$builds/b2/page.html"
seal "$builds/b2"
deploy e a b2
same 'release' "$(cat "$fleet/a/releases/b2/page.html")" b2
