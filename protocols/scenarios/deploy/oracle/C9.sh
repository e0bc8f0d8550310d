# C9: the health check, its tries and pauses.
. "$(dirname "$0")/kit.sh"

build b1
build b2
deploy e a b1
cat > "$work/check.sh" <<END
echo \$1 >> $work/asked
read -r answer < $work/answers
sed -i 1d $work/answers
exit \${answer:-1}
END
printf '#!/bin/sh\necho "$1" >> %s/naps\n' "$work" > "$work/nap"
chmod +x "$work/nap"

# ask {{ HOST }} OPTIONS...: the calls and the pauses
ask() {
    : > "$work/naps"
    : > "$work/asked"
    deploy --set "sleep=$work/nap" "$@"
    echo "$(wc -l < "$work/asked"): $(xargs < "$work/naps")" > "$work/found"
}

printf '%s\n' 1 1 1 0 > "$work/answers"
ask --set tries=3 e a b2
ill 'an unhealthy release'
same 'three tries' "$(cat "$work/found")" '3: 2 2'
same 'live after them' "$(live a)" b1
printf '%s\n' 10 1 > "$work/answers"
ask e a b2
same 'a slow release' "$(cat "$work/found") $(live a)" '1:  b2'
printf '%s\n' 7 0 > "$work/answers"
ask e b b2
same 'a check that broke' "$(cat "$work/found") $(live b)" '2: 2 b2'

unset CONF
: > "$work/answers"
ask --set "fleet=$fleet" --set "builds=$builds" --set "check=$work/check.sh" test {{ h2 }} b2
same 'the defaults' "$(cat "$work/found")" '5: 2 2 2 2'
