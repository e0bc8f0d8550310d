# C10: the backfill may run again: new and mended rows come along, nothing doubles, edits stay.
. "$(dirname "$0")/lib.sh"
start
q "$(plain 1 Ann ann@x.example) $(plain 2 Bo '') $(row 3 Cy cy@x.example '' none 01.01.2024 '' '' A '01.02.2024 12:00')
$(plain 4 Di di@x.example) $(plain 5 Ed '')
INSERT INTO payment (id, sheet_row, cents, paid_on) VALUES (1, 1, 2000, '2024-02-01');"
backfill
backfill
equal "$(q "SELECT count(*), group_concat(sheet_row) FROM (SELECT * FROM {{ contract }} ORDER BY sheet_row)")" '4|1,2,4,5' 'run twice'
equal "$(q "SELECT count(*) FROM {{ member }}")" 4 '{{ members }} after two runs'
q "UPDATE {{ contract }} SET {{ fee }}_cents = 3000 WHERE sheet_row = 1;
UPDATE {{ member }} SET name = 'Anna' WHERE email = 'ann@x.example';
UPDATE {{ plan }} SET name = 'Prime';
DELETE FROM {{ contract }} WHERE sheet_row = 2;
INSERT INTO {{ member }} (email, name, changed_at) VALUES ('new@x.example', 'New', '2024-03-01T10:00:00Z');
INSERT INTO {{ contract }} ({{ member }}, {{ plan }}, {{ site }}, starts, status, changed_at)
    SELECT id, 'P1', 'North', '2024-03-01', 'active', '2024-03-01T10:00:00Z' FROM {{ member }} WHERE name = 'New';
UPDATE {{ sheet }}_import SET {{ fee }} = '20' WHERE row_id = 3;
$(plain 6 'Ann Again' ann@x.example) $(plain 7 Fay '')"
backfill
equal "$(q "SELECT group_concat(coalesce(sheet_row, 'new')) FROM (SELECT * FROM {{ contract }} ORDER BY sheet_row)")" 'new,1,3,4,5,6,7' '{{ contracts }}'
equal "$(q "SELECT {{ fee }}_cents FROM {{ contract }} WHERE sheet_row = 1")" 3000 'an edited {{ fee }}'
equal "$(q "SELECT group_concat(name) FROM (SELECT name FROM {{ member }} WHERE name <> 'Bo' ORDER BY name)")" 'Anna,Cy,Di,Ed,Fay,New' '{{ members }}'
equal "$(q "SELECT group_concat(name) FROM {{ plan }}")" Prime 'an edited {{ plan }}'
equal "$(q "SELECT count(*) FROM payment WHERE {{ contract }} IS NOT NULL")" 1 'payments'
