# C11: reorder lists what has less available than its least, with the fewest whole {{ packs }} that reach its target.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO {{ item }} VALUES ('S', 'S', 10, 1), ('T', 'T', 10, 1), ('U', 'U', 10, 1);
INSERT INTO reorder_level VALUES ('P', 'X', 10, 40), ('S', 'X', 5, 21), ('S', 'Y', 5, 20), ('T', 'X', 4, 30), ('U', 'X', 5, 29);
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 9), ('T', 't1', 'X', 0, 4), ('U', 'u1', 'X', 0, 9);
INSERT INTO reservation ({{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES ('U', 'X', 'W', 5, '2024-05-10T09:00:00Z');
SELECT {{ item }}, site, available, {{ packs }}, typeof({{ packs }}) FROM reorder ORDER BY 1, 2;
--> P|X|9|3|integer
--> S|X|0|3|integer
--> S|Y|0|2|integer
--> U|X|4|3|integer
SQL
