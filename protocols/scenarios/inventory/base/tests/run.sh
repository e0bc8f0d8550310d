#!/bin/sh
# Runs tests/*.sql, or those that are named, each on the whole schema in a database of its own.
set -eu
[ $# -gt 0 ] || set -- $(ls tests/*.sql | sed 's:tests/::; s:\.sql$::')
: "${TMPDIR:=/tmp}"
failed=0
for name in "$@"; do
    sed -n 's/^--> //p' "tests/$name.sql" >"$TMPDIR/expected"
    # Line by line, so that an error stands where it happened.
    cat schema/*.sql "tests/$name.sql" | stdbuf -oL sqlite3 -batch :memory: 2>&1 |
        sed 's/^.*rror near line [0-9]*: \(.*\) ([0-9]*)$/error: \1/' >"$TMPDIR/printed"
    if diff "$TMPDIR/expected" "$TMPDIR/printed" >"$TMPDIR/difference"; then
        echo "$name: ok, $(wc -l <"$TMPDIR/expected") lines"
    else
        echo "$name: FAILED (< expected, > printed)"
        cat "$TMPDIR/difference"
        failed=1
    fi
done
exit $failed
