# C9: a count corrects by the difference to what was on hand at counted_at.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10), ('P', 'p2', 'X', 0, 10), ('P', 'p3', 'X', 0, 10);
INSERT INTO movement ({{ lot }}, site, {{ units }}, kind, ref, at) VALUES
    (1, 'X', -3, 'dispatch', 900, '2024-05-10T17:00:00Z'), (2, 'X', -3, 'dispatch', 901, '2024-05-10T17:00:00Z');
INSERT INTO stock_count (id, {{ lot }}, site, counted, counted_at, entered_at) VALUES
    (1, 1, 'X', 9, '2024-05-10T16:00:00Z', '2024-05-11T08:00:00Z'), (2, 2, 'X', 10, '2024-05-10T16:00:00Z', '2024-05-11T08:00:00Z'),
    (3, 3, 'X', 12, '2024-05-10T16:00:00Z', '2024-05-11T08:00:00Z'), (4, 3, 'Y', 0, '2024-05-10T16:00:00Z', '2024-05-11T08:00:00Z');
SELECT {{ lot }}, {{ units }}, at FROM movement WHERE kind = 'count' ORDER BY {{ lot }};
--> 1|-1|2024-05-10T16:00:00Z
--> 3|2|2024-05-10T16:00:00Z
SELECT {{ lot }}, {{ units }} FROM on_hand ORDER BY {{ lot }};
--> 1|6
--> 2|7
--> 3|12
SQL
