#!/bin/sh
# Runs tests/*.sql, or those that are named, each in a fresh database with all migrations.
# A test prints a line for each thing that it checks: 'ok   …' or 'FAIL …'.
set -eu
: "${TMPDIR:=/tmp}"
failed=0
[ $# -gt 0 ] || set -- $(ls tests/*.sql | sed 's:tests/::; s:\.sql$::')
for name in "$@"; do
    echo "tests/$name.sql"
    db=$(mktemp)
    sh migrate.sh "$db" up
    sqlite3 -batch -cmd 'PRAGMA foreign_keys = ON' "$db" <"tests/$name.sql" >"$db.out" 2>&1 || :
    sed 's/^/  /' "$db.out"
    if grep -qE '^FAIL|rror near line' "$db.out"; then failed=1; fi
    rm -f "$db" "$db.out"
done
if [ $failed = 0 ]; then echo passed; else echo failed; exit 1; fi
