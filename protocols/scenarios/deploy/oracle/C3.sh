# C3: a build is installed only as it was sealed.
. "$(dirname "$0")/kit.sh"

for id in good extra changed missing bare; do
    build $id
    echo more > "$builds/$id/more.txt"
    seal "$builds/$id"
done
echo stray > "$builds/extra/stray.txt"
echo changed >> "$builds/changed/more.txt"
rm "$builds/missing/more.txt" "$builds/bare/SHA256SUMS"
deploy e a good
well 'a good build'
for id in extra changed missing bare; do
    deploy e a $id
    ill "a build with something $id"
    [ ! -e "$fleet/a/releases/$id" ] || wrong "$id was installed"
done
same 'live' "$(live a)" good
