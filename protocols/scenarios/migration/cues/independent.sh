# Accounts' own check of the new schema, on whatever of it is there.
db="$TMPDIR/accounts.db"
status=0
rm -f "$db"

q() { sqlite3 -batch -bail -cmd 'PRAGMA foreign_keys = ON' -cmd 'PRAGMA synchronous = OFF' "$db" "$1" 2>&1; }

# what, found, expected
compare() {
    if [ "$2" = "$3" ]; then
        echo "ok    $1"
    else
        echo "FAIL  $1: expected $(echo "$3" | tr '\n' ' '), got $(echo "$2" | tr '\n' ' ')"
        status=1
    fi
}

later() { echo "-     $1: not there yet"; }

has() { [ "$(q "SELECT count(*) FROM $1")" != 0 ]; }

sh migrate.sh "$db" up || exit 1

# name, e-mail, phone, {{ fee }}, changed
row() {
    echo "INSERT INTO {{ sheet }}_import (full_name, email, phone, {{ site }}, {{ plan }}_code, {{ plan }}_name, {{ fee }}, starts, ends, {{ locker }}, status, changed_at)
        VALUES ('$1', '$2', '$3', 'East', 'K1', 'Kind one', '$4', '05.01.2024', '', '', 'A', '$5');"
}

times='times of the sheet in UTC'
people='who has several rows, and which row counts'
again='a second backfill brings what was put right, and nothing twice'
deleted='payments of somebody who was deleted'
{% if A2 == "yes" %}
changes='{{ fee }}_change lists each change of {{ fee }} or {{ plan }}'
{% else %}
changes='{{ fee }}_change lists each change of a {{ fee }}'
{% endif %}
old='{{ sheet }} reads as before'

if has "sqlite_master WHERE name = '{{ sheet }}_import'"; then
    q "$(row Uma uma@k.example 1 5.00 '14.03.2024 10:00') $(row Uma 'UMA@k.example ' 2 6.50 '02.03.2024 10:00')
$(row Val '' 3 '' '01.07.2024 00:15') $(row Wim '' 4 seven '01.07.2024 10:00') $(row Xia '' 5 10.05 '01.07.2024 11:00')
INSERT INTO payment (id, sheet_row, cents, paid_on) VALUES (1, 1, 500, '2024-04-01'), (2, 3, 700, '2024-04-01');" >/dev/null
fi
if has "sqlite_master WHERE name = 'clean'"; then
    compare "$times" "$(q 'SELECT changed_at FROM clean WHERE row_id = 3')" 2024-06-30T23:15:00Z
else
    later "$times"
fi
[ ! -f backfill.sql ] || sh migrate.sh "$db" backfill
if has "sqlite_master WHERE name = '{{ member }}'" && has '{{ member }}'; then
    compare "$people" "$(q "SELECT count(*), max(phone) FROM {{ member }} WHERE name = 'Uma'")" '1|1'
else
    later "$people"
fi
if has "sqlite_master WHERE type = 'view' AND name = '{{ sheet }}'"; then
    compare "$old" "$(q 'SELECT row_id, {{ fee }}, starts, ends, status, changed_at FROM {{ sheet }} ORDER BY row_id')" \
'1|5.00|05.01.2024||A|14.03.2024 10:00
2|6.50|05.01.2024||A|02.03.2024 10:00
3||05.01.2024||A|01.07.2024 00:15
5|10.05|05.01.2024||A|01.07.2024 11:00'
else
    later "$old"
fi
if has "sqlite_master WHERE name = '{{ contract }}'" && has '{{ contract }}'; then
    q "UPDATE {{ sheet }}_import SET {{ fee }} = '7' WHERE row_id = 4" >/dev/null
    sh migrate.sh "$db" backfill
    compare "$again" "$(q 'SELECT group_concat(sheet_row) FROM (SELECT sheet_row FROM {{ contract }} ORDER BY sheet_row)')" 1,2,3,4,5
else
    later "$again"
fi
if has "sqlite_master WHERE name = '{{ fee }}_change'"; then
    q "INSERT INTO {{ plan }} VALUES ('K2', 'Kind two');
UPDATE {{ contract }} SET {{ fee }}_cents = 900 WHERE sheet_row = 3;
UPDATE {{ contract }} SET {{ plan }} = 'K2' WHERE sheet_row = 3;
UPDATE {{ contract }} SET {{ fee }}_cents = 900 WHERE sheet_row = 3;" >/dev/null
{% if A2 == "yes" %}
    compare "$changes" "$(q "SELECT coalesce(old_cents, 'none'), new_cents FROM {{ fee }}_change ORDER BY id")" 'none|900
900|900'
{% else %}
    compare "$changes" "$(q "SELECT coalesce(old_cents, 'none'), new_cents FROM {{ fee }}_change ORDER BY id")" 'none|900'
{% endif %}
else
    later "$changes"
fi
if has "pragma_table_info('payment') WHERE name = '{{ contract }}'"; then
    q "DELETE FROM {{ member }} WHERE name = 'Uma'" >/dev/null
    compare "$deleted" "$(q 'SELECT p.id, c.sheet_row FROM payment AS p LEFT JOIN {{ contract }} AS c ON c.id = p.{{ contract }} ORDER BY 1')" '1|
2|3'
    compare 'who was deleted is gone' "$(q "SELECT count(*) FROM {{ member }} WHERE name = 'Uma'")" 0
else
    later "$deleted"
fi
exit $status
