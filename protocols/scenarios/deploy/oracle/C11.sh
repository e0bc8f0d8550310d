# C11: statuses are those of docs/exit-codes.md, also in a fleet run.
. "$(dirname "$0")/kit.sh"

build b1
build b2
build off
echo off >> "$builds/off/page.html"
mkdir -p "$builds/b3/migrations"
echo 'exit 1' > "$builds/b3/migrations/1-no.sh"
build b3
rollback e a
same 'rollback of nothing' "$status" 5
deploy e a
same 'a wrong call' "$status" 2
deploy nowhere a b1
same 'no such environment' "$status" 2
deploy e a b1
same 'a deployment' "$status" 0
deploy e a b9
same 'no such build' "$status" 4
deploy e a off
same 'a changed build' "$status" 4
deploy e a b3
same 'a failing migration' "$status" 5
rollback e a
same 'rollback of the first' "$status" 5

cat > "$work/check.sh" <<END
[ -z "\${INNER-}" ] || exit 0
INNER=yes sh bin/deploy.sh e a b1 > /dev/null 2>&1
echo \$? > $work/inner
END
deploy e a b2
same 'a locked {{ host }}' "$(cat "$work/inner")" 3

echo 'case $1 in */b/*) exit 1 ;; esac' > "$work/check.sh"
status=0
sh bin/fleet.sh e b2 > "$work/out" 2>&1 || status=$?
same 'a fleet run' "$status" 6
same 'the fleet' "$(live a) $(live b) $(live c)" 'b2 b2 '
