# The {{ wards }}' acceptance of the stock database, as far as it goes.
status=0
# what, the table or view it needs; then a script with '--> ' lines
trying() {
    cat >"$TMPDIR/script.sql"
    present=$(cat schema/*.sql - <<SQL | sqlite3 -batch :memory: 2>&1
SELECT count(*) FROM sqlite_master WHERE name IN ($2);
SQL
)
    wanted=$(echo "$2" | tr ',' '\n' | grep -c .)
    if [ "$present" != "$wanted" ]; then
        echo "-     $1: not there yet"
        return
    fi
    sed -n 's/^--> //p' "$TMPDIR/script.sql" >"$TMPDIR/want"
    cat schema/*.sql - "$TMPDIR/script.sql" <<'SQL' | sqlite3 -batch :memory: 2>"$TMPDIR/refused" >"$TMPDIR/got"
INSERT INTO clock VALUES ('2024-09-20T07:00:00Z');
INSERT INTO site VALUES ('EAST'), ('HILL'), ('HOLD');
INSERT INTO {{ item }} VALUES ('G', 'Grey', 1, 10);
INSERT INTO {{ ward }} VALUES ('ONE', 'One'), ('TWO', 'Two');
SQL
    if cmp -s "$TMPDIR/want" "$TMPDIR/got"; then
        echo "ok    $1"
    else
        echo "FAIL  $1: expected $(tr '\n' ' ' <"$TMPDIR/want"), got $(tr '\n' ' ' <"$TMPDIR/got")"
        status=1
    fi
}

trying 'what may leave today is available' "'receipt','available'" <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES
    ('G', 'g1', '2024-09-19', 'EAST', 0, 1), ('G', 'g2', '2024-09-20', 'EAST', 0, 20), ('G', 'g3', '2025-01-01', 'EAST', 0, 300);
SELECT {{ units }} FROM available WHERE {{ item }} = 'G' AND site = 'EAST';
--> 320
SQL

trying 'a reservation can be raised to all that there is' "'receipt','reservation','available','reservation_raised'" <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES ('G', 'g3', '2025-01-01', 'EAST', 0, 30);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'G', 'EAST', 'ONE', 20, '2024-09-20T07:00:00Z');
UPDATE reservation SET {{ units }} = 30 WHERE id = 1;
UPDATE reservation SET {{ units }} = 31 WHERE id = 1;
SELECT {{ units }} FROM reservation;
--> 30
SQL

trying 'the waiting list shares out in order' "'receipt','allotment'" <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES ('G', 'g3', '2025-01-01', 'EAST', 0, 10);
INSERT INTO request (id, {{ item }}, site, {{ ward }}, {{ units }}, asked_at) VALUES
    (1, 'G', 'EAST', 'ONE', 6, '2024-09-20T06:30:00Z'), (2, 'G', 'EAST', 'TWO', 6, '2024-09-20T06:30:00Z'), (3, 'G', 'EAST', 'TWO', 2, '2024-09-19T06:30:00Z');
SELECT {{ units }} FROM allotment ORDER BY request;
--> 6
--> 2
--> 2
SQL

trying 'what comes back and how much' "'receipt','given_back'" <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES ('G', 'g3', '2025-01-01', 'EAST', 0, 30);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (50, 'G', 'EAST', 'ONE', 8, '2024-09-20T07:00:00Z');
INSERT INTO dispatch (id, reservation, at) VALUES (70, 50, '2024-09-20T07:30:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (70, 1, 5, '2024-09-20T09:00:00Z');
INSERT INTO given_back (dispatch, {{ lot }}, {{ units }}, at) VALUES (70, 1, 4, '2024-09-20T10:00:00Z');
SELECT site, {{ units }} FROM on_hand ORDER BY site;
{% if A2 == "yes" %}
--> EAST|22
--> HOLD|5
{% else %}
--> EAST|27
{% endif %}
SQL

trying 'the audit has what has changed' "'receipt','audit'" <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES ('G', 'g3', '2025-01-01', 'EAST', 0, 30);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'G', 'EAST', 'ONE', 20, '2024-09-20T07:00:00Z');
UPDATE reservation SET state = 'open', {{ units }} = 10 WHERE id = 1;
UPDATE reservation SET state = 'dropped' WHERE id = 1;
SELECT old_state, new_state FROM audit;
--> open|dropped
SQL

trying 'the report asks for enough' "'receipt','reorder'" <<'SQL'
INSERT INTO reorder_level VALUES ('G', 'EAST', 10, 52), ('G', 'HILL', 5, 20);
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES ('G', 'g3', '2025-01-01', 'EAST', 0, 9), ('G', 'g3', '2025-01-01', 'HILL', 0, 5);
SELECT site, available, {{ packs }} * 10 + available >= 52 FROM reorder;
--> EAST|9|1
SQL
exit $status
