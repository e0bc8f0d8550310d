# C5: {{ contracts }} go with their {{ member }}, payments stay, a {{ plan }} in use cannot go.
. "$(dirname "$0")/lib.sh"
start
q "$(plain 1 Ann ann@x.example) $(plain 2 Bo '')
INSERT INTO payment (id, sheet_row, cents, paid_on) VALUES (1, 1, 2000, '2024-02-01'), (2, 2, 2000, '2024-02-01'), (3, 9, 500, '2024-02-01');"
backfill
equal "$(q "SELECT payment.id, c.sheet_row FROM payment LEFT JOIN {{ contract }} AS c ON c.id = payment.{{ contract }} ORDER BY 1" | tr '\n' ' ')" \
    '1|1 2|2 3| ' links
refused "DELETE FROM {{ plan }} WHERE code = 'P1'" 'deleting a {{ plan }} in use'
accepted "DELETE FROM {{ member }} WHERE name = 'Ann'" 'deleting a {{ member }} who has paid'
equal "$(q "SELECT group_concat(sheet_row) FROM {{ contract }}")" 2 '{{ contracts }} left'
equal "$(q "SELECT id, cents, {{ contract }} IS NULL FROM payment ORDER BY id" | tr '\n' ' ')" '1|2000|1 2|2000|0 3|500|1 ' 'payments'
