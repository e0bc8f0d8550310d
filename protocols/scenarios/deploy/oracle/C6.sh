# C6: the current release, the one before, and the others installed last.
. "$(dirname "$0")/kit.sh"

for id in z9 a1 m5 b2; do
    build $id
    deploy e a $id
done
build c3
deploy --set keep=1 e a c3
same 'releases' "$(ls "$fleet/a/releases" | xargs)" 'b2 c3 m5'
build z8
deploy --set keep=0 e a z8
same 'releases, none kept' "$(ls "$fleet/a/releases" | xargs)" 'c3 z8'
