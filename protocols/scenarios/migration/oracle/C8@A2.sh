# C8 after A2: each change of a {{ fee }} or a {{ plan }} adds one row; other changes add none.
. "$(dirname "$0")/lib.sh"
start
q "$(people) $(contract 1 1 North 2000 NULL "'active'" NULL) $(contract 2 1 North NULL NULL "'active'" NULL)
UPDATE {{ contract }} SET {{ fee }}_cents = 2100 WHERE id = 1;
UPDATE {{ contract }} SET {{ fee }}_cents = 2100 WHERE id = 1;
UPDATE {{ contract }} SET {{ plan }} = 'P2' WHERE id = 1;
UPDATE {{ contract }} SET {{ plan }} = 'P2', status = 'paused' WHERE id = 1;
UPDATE {{ contract }} SET {{ fee }}_cents = 2000, {{ plan }} = 'P1' WHERE id = 1;
UPDATE {{ contract }} SET {{ fee }}_cents = NULL WHERE id = 2;
UPDATE {{ contract }} SET {{ fee }}_cents = 0 WHERE id = 2;
UPDATE {{ contract }} SET {{ fee }}_cents = NULL;"
equal "$(q "SELECT {{ contract }}, coalesce(old_cents, 'none'), coalesce(new_cents, 'none') FROM {{ fee }}_change ORDER BY id" | tr '\n' ' ')" \
    '1|2000|2100 1|2100|2100 1|2100|2000 2|none|0 1|2000|none 2|0|none ' '{{ fee }}_change'
