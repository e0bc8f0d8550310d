# C12: every query is answered by SEARCH alone.
. "$(dirname "$0")/lib.sh"
start
for query in queries/*.sql; do
    plan=$(q "EXPLAIN QUERY PLAN $(cat "$query")")
    case $plan in
    *SCAN* | *'TEMP B-TREE'*) fail "$query: $plan" ;;
    *SEARCH*) ;;
    *) fail "$query: no plan: $plan" ;;
    esac
done
