# What the checks share: a script of statements on the whole schema; '--> ' lines say what it is to print.
set -eu
here=$(dirname "$0")

judge() {
    cat >"$TMPDIR/script.sql"
    sed -n 's/^--> //p' "$TMPDIR/script.sql" >"$TMPDIR/want"
    cat schema/*.sql "$here/basics.txt" "$TMPDIR/script.sql" | stdbuf -oL sqlite3 -batch :memory: 2>&1 |
        sed 's/^Runtime error near line.*/refused/' >"$TMPDIR/got"
    diff "$TMPDIR/want" "$TMPDIR/got" || exit 1
}
