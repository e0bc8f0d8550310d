# C2: available is what may still leave, less what reservations hold.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, best_before, site, {{ packs }}, single) VALUES
    ('P', 'p1', '2024-05-09', 'X', 0, 100), ('P', 'p2', '2024-05-10', 'X', 0, 10), ('P', 'p3', '2024-05-11', 'X', 0, 7),
    ('P', 'p4', NULL, 'X', 0, 3), ('P', 'p2', '2024-05-10', 'Y', 0, 4);
SELECT {{ item }}, site, {{ units }} FROM available WHERE site <> 'HOLD' ORDER BY 1, 2;
--> P|X|20
--> P|Y|4
--> Q|X|0
--> Q|Y|0
--> R|X|0
--> R|Y|0
INSERT INTO reservation ({{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES ('P', 'X', 'W', 6, '2024-05-10T09:00:00Z'), ('P', 'X', 'W', 2, '2024-05-10T09:00:00Z');
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 12
UPDATE reservation SET state = 'dropped' WHERE {{ units }} = 2;
UPDATE clock SET now = '2024-05-10T23:59:59Z';
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 14
UPDATE clock SET now = '2024-05-11T00:00:00Z';
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 4
SELECT sum({{ units }}) FROM on_hand WHERE {{ item }} = 'P' AND site = 'X';
--> 120
SQL
