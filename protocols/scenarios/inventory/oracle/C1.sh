# C1: stock is counted in {{ units }}.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES
    ('Q', 'q1', 'X', 3, 5), ('Q', 'q1', 'Y', 0, 2), ('P', 'p1', 'X', 2, 0), ('R', 'r1', 'X', 2, 1), ('Q', 'q1', 'X', 1, 0);
SELECT {{ item }}, site, {{ units }} FROM on_hand ORDER BY 1, 2;
--> P|X|24
--> Q|X|85
--> Q|Y|2
--> R|X|15
SELECT count(*) FROM {{ lot }};
--> 3
SQL
