# C2: {{ fees }} are whole cents, exactly; blank is NULL.
. "$(dirname "$0")/lib.sh"
start
n=0
rows=
for fee in 24 24.5 24.50 19.99 0.29 1.15 1136.10 8.70 0 '' 64.41; do
    n=$((n + 1))
    rows="$rows$(row $n "N$n" '' '' "$fee" 01.01.2024 '' '' A '01.02.2024 12:00')"
done
q "$rows"
backfill
equal "$(q "SELECT coalesce({{ fee }}_cents, 'none') FROM {{ contract }} ORDER BY sheet_row" | tr '\n' ' ')" \
    '2400 2450 2450 1999 29 115 113610 870 0 none 6441 ' '{{ fees }}'
equal "$(q "SELECT DISTINCT typeof({{ fee }}_cents) FROM {{ contract }} WHERE {{ fee }}_cents IS NOT NULL")" integer 'type'
