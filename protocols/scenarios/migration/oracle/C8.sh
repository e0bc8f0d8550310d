# C8: each change of a {{ fee }} adds one row, also from or to none; other changes add none.
. "$(dirname "$0")/lib.sh"
start
t=2024-03-01T10:00:00Z
q "$(people) $(contract 1 1 North 2000 NULL "'active'" NULL) $(contract 2 1 North NULL NULL "'active'" NULL)
UPDATE {{ contract }} SET {{ fee }}_cents = 2100, changed_at = '$t' WHERE id = 1;
UPDATE {{ contract }} SET {{ fee }}_cents = 2100, {{ plan }} = 'P2' WHERE id = 1;
UPDATE {{ contract }} SET {{ plan }} = 'P1' WHERE id = 1;
UPDATE {{ contract }} SET status = 'paused';
UPDATE {{ contract }} SET {{ fee }}_cents = NULL WHERE id = 2;
UPDATE {{ contract }} SET {{ fee }}_cents = 0 WHERE id = 2;
UPDATE {{ contract }} SET {{ fee }}_cents = NULL;" 2>/dev/null || fail 'updates are refused'
equal "$(q "SELECT {{ contract }}, coalesce(old_cents, 'none'), coalesce(new_cents, 'none') FROM {{ fee }}_change ORDER BY id" | tr '\n' ' ')" \
    '1|2000|2100 2|none|0 1|2100|none 2|0|none ' '{{ fee }}_change'
equal "$(q "SELECT changed_at FROM {{ fee }}_change ORDER BY id LIMIT 1")" $t 'time of a change'
