# The requester's check: what the scripts do, seen from outside. One line for each thing.
root=$TMPDIR/check
found=0

# report WHAT FOUND EXPECTED
report() {
    if [ "$2" = "$3" ]; then
        printf 'ok    %s\n' "$1"
    else
        found=1
        printf 'FAIL  %s: expected %s, got %s\n' "$1" "${3:-nothing}" "${2:-nothing}"
    fi
}

absent() {
    printf -- '-     %s: not there yet\n' "$1"
}

if [ ! -f bin/deploy.sh ]; then
    for what in 'stronger settings win' 'a value is taken as it stands' "{{ h3 }}'s settings work" \
        'a build with a stray file is refused' 'current is replaced, not rewritten' 'a release stays as installed' \
        'old releases go, by installation' 'migrations run by number' 'a dry run changes nothing'; do
        absent "$what"
    done
    exit 0
fi

mkdir -p "$root/conf/env" "$root/conf/{{ hosts }}" "$root/builds"
cat > "$root/conf/defaults.conf" <<END
fleet=$root/fleet
builds=$root/builds
keep=9
tries=1
pause=1
sleep=true
check=$root/check.sh
END
echo "{{ hosts }}=one two" > "$root/conf/env/try.conf"
for name in one two; do
    echo 'timeout=5' > "$root/conf/{{ hosts }}/$name.conf"
done
echo 'exit 0' > "$root/check.sh"

# seal BUILD: files in it have a dot in their names, and the manifest has none.
seal() {
    (cd "$1" && sha256sum *.* */*.* > SHA256SUMS 2> /dev/null)
}

build() {
    mkdir -p "$root/builds/$1"
    echo "$1" > "$root/builds/$1/page.html"
    seal "$root/builds/$1"
}

deploy() {
    CONF="$root/conf" sh bin/deploy.sh "$@" > "$root/said" 2>&1
}

build v1
build v2
build v3
deploy --dry-run try one v1
report 'a dry run changes nothing' "$(ls "$root/fleet" 2> /dev/null)" ''

echo "fleet=$root/by environment" >> "$root/conf/env/try.conf"
echo "fleet=$root/by {{ host }} # 1" >> "$root/conf/{{ hosts }}/two.conf"
deploy try two v1
deploy --set "fleet=$root/by option" try two v2
report 'stronger settings win' "$(cat "$root/by {{ host }}"*/two/current) $(cat "$root/by option/two/current")" 'v1 v2'
report 'a value is taken as it stands' "$(cat "$root/by {{ host }} # 1/two/current" "$root/by environment/two/current" 2> /dev/null)" 'v1'
if [ -f 'conf/{{ hosts }}/{{ h3 }}.conf' ]; then
    (unset CONF; sh bin/deploy.sh --set "fleet=$root/fleet" --set "builds=$root/builds" --set sleep=true live {{ h3 }} v1) > "$root/said" 2>&1
    report "{{ h3 }}'s settings work" "status $?" 'status 0'
else
    absent "{{ h3 }}'s settings work"
fi

sed -i '$d' "$root/conf/env/try.conf"
build stray
echo new > "$root/builds/stray/new.html"
deploy try one stray
report 'a build with a stray file is refused' "$(ls "$root/fleet/one/releases" 2> /dev/null)" ''

deploy try one v1
ln "$root/fleet/one/current" "$root/kept"
deploy try one v2
report 'current is replaced, not rewritten' "$(cat "$root/kept" "$root/fleet/one/current" | xargs)" 'v1 v2'
echo mended > "$root/builds/v1/page.html"
seal "$root/builds/v1"
deploy try one v1
report 'a release stays as installed' "$(cat "$root/fleet/one/releases/v1/page.html")" 'v1'

for name in 9-nine 10-ten; do
    mkdir -p "$root/builds/v3/migrations"
    echo "echo $name on \$(cat \"\$1/../current\") >> \"\$1/ran\"" > "$root/builds/v3/migrations/$name.sh"
done
seal "$root/builds/v3"
deploy try one v3
report 'migrations run by number' "$(xargs < "$root/fleet/one/shared/ran")" '9-nine on {{ "v3 10-ten on v3" if A1 == "yes" else "v1 10-ten on v1" }}'

for id in x9 x1 a5 a7; do
    build $id
    deploy --set "fleet=$root/two" try two $id
done
build a2
deploy --set "fleet=$root/two" --set keep={{ "3" if A2 == "yes" else "1" }} try two a2
report 'old releases go, by installation' "$(ls "$root/two/two/releases" | xargs)" 'a2 a5 a7'
exit "$found"
