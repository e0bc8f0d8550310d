# C6: the earliest best_before first, those without a date last.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES
    ('P', 'a', NULL, 'X', 0, 5), ('P', 'b', '2024-12-31', 'X', 0, 5), ('P', 'c', '2024-07-01', 'X', 0, 5),
    ('P', 'd', '2024-07-01', 'Y', 0, 5), ('Q', 'e', '2024-06-01', 'X', 0, 5);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'P', 'X', 'W', 7, '2024-05-10T09:00:00Z'), (2, 'P', 'X', 'W', 6, '2024-05-10T09:00:00Z');
INSERT INTO dispatch (id, reservation, at) VALUES (1, 1, '2024-05-10T09:10:00Z');
SELECT label, site, {{ units }} FROM movement JOIN {{ lot }} ON {{ lot }}.id = {{ lot }} WHERE kind = 'dispatch' ORDER BY label;
--> b|X|-2
--> c|X|-5
INSERT INTO dispatch (id, reservation, at) VALUES (2, 2, '2024-05-10T09:10:00Z');
SELECT label, on_hand.{{ units }} FROM on_hand JOIN {{ lot }} ON {{ lot }}.id = {{ lot }} ORDER BY label;
--> a|2
--> b|0
--> c|0
--> d|5
--> e|5
SQL
