# C8 after A1: migrations after the switch, by number, once.
. "$(dirname "$0")/kit.sh"

build b1
deploy e a b1
for id in b2 b3; do
    mkdir -p "$builds/$id/migrations"
    for name in 1-one 2-two 11-eleven; do
        echo "echo $name at \$(cat \"\$1/../current\") >> \"\$1/done\"" > "$builds/$id/migrations/$name.sh"
    done
    build $id
done
deploy e a b2
well 'migrating'
expected=$(printf '%s at b2\n' 1-one 2-two 11-eleven)
same 'migrations' "$(cat "$fleet/a/shared/done")" "$expected"
echo 'exit 1' > "$builds/b3/migrations/12-no.sh"
echo 'echo late >> "$1/done"' > "$builds/b3/migrations/13-late.sh"
seal "$builds/b3"
deploy e a b3
ill 'a failing migration'
same 'live' "$(live a)" b2
same 'migrations again' "$(cat "$fleet/a/shared/done")" "$expected"
