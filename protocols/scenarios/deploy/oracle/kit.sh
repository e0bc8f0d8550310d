# A fleet in a temporary folder: {{ hosts }} a, b and c in the environment e.
work=$TMPDIR/work
fleet=$work/fleet
builds=$work/builds
export CONF="$work/conf"
mkdir -p "$CONF/env" "$CONF/{{ hosts }}" "$builds"
cat > "$CONF/defaults.conf" <<END
fleet=$fleet
builds=$builds
keep=20
tries=2
pause=2
sleep=true
check=$work/check.sh
END
echo '{{ hosts }}=a b c' > "$CONF/env/e.conf"
for one in a b c; do
    echo 'timeout=1' > "$CONF/{{ hosts }}/$one.conf"
done
echo 'exit 0' > "$work/check.sh"

wrong() {
    echo "$*"
    exit 1
}

# same WHAT FOUND EXPECTED
same() {
    [ "$2" = "$3" ] || wrong "$1: '$2', expected '$3'"
}

# seal BUILD: files in it have a dot in their names, and the manifest has none.
seal() {
    (cd "$1" && sha256sum *.* */*.* > SHA256SUMS 2> /dev/null)
    [ -s "$1/SHA256SUMS" ] || wrong "$1 could not be sealed"
}

# build ID
build() {
    mkdir -p "$builds/$1"
    echo "$1" > "$builds/$1/page.html"
    seal "$builds/$1"
}

# deploy ARGUMENT... and rollback ARGUMENT...: $status
deploy() {
    status=0
    sh bin/deploy.sh "$@" > "$work/out" 2>&1 || status=$?
}

rollback() {
    status=0
    sh bin/rollback.sh "$@" > "$work/out" 2>&1 || status=$?
}

well() {
    [ "$status" -eq 0 ] || wrong "$1 ends with $status: $(cat "$work/out")"
}

ill() {
    [ "$status" -ne 0 ] || wrong "$1 ends well: $(cat "$work/out")"
}

# live {{ HOST }}
live() {
    cat "$fleet/$1/current" 2> /dev/null
}
