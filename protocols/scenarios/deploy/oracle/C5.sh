# C5: each rollback goes one further back.
. "$(dirname "$0")/kit.sh"

for id in b9 b10 a5; do
    build $id
    deploy e a $id
done
rollback e a
well 'rollback'
same 'after one rollback' "$(live a)" b10
rollback e a
well 'the second rollback'
same 'after two rollbacks' "$(live a)" b9
