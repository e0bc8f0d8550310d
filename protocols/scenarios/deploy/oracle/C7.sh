# C7: one run at a time; a second leaves the first undisturbed.
. "$(dirname "$0")/kit.sh"

build b1
build b2
export WORK="$work"
# While the first is asking its health check, others come.
cat > "$work/check.sh" <<'END'
[ -z "${INNER-}" ] || exit 0
export INNER=yes
for {{ host }} in a a b; do
    sh bin/deploy.sh e "${{ host }}" b2 > /dev/null 2>&1 && echo "${{ host }} free" || echo "${{ host }} busy"
done > "$WORK/others"
END
deploy e a b1
well 'the first run'
same 'other runs' "$(cat "$work/others" | xargs)" 'a busy a busy b free'
same 'live' "$(live a)" b1
INNER=yes deploy e a b2
well 'a later run'
echo 'exit 1' > "$work/check.sh"
build b3
deploy e a b3
ill 'an unhealthy run'
echo 'exit 0' > "$work/check.sh"
deploy e a b3
well 'a run after one that failed'
