# C4: a reservation is refused exactly where it would hold more than is available.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10), ('P', 'p1', 'Y', 0, 50);
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'P', 'X', 'W', 11, '2024-05-10T09:00:00Z');
--> refused
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'Q', 'X', 'W', 1, '2024-05-10T09:00:00Z');
--> refused
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'P', 'X', 'W', 6, '2024-05-10T09:00:00Z');
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (2, 'P', 'X', 'W', 5, '2024-05-10T09:00:00Z');
--> refused
UPDATE reservation SET {{ units }} = 11 WHERE id = 1;
--> refused
UPDATE reservation SET {{ units }} = 10 WHERE id = 1;
SELECT {{ units }} FROM reservation;
--> 10
UPDATE reservation SET {{ units }} = 3 WHERE id = 1;
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (2, 'P', 'X', 'W', 7, '2024-05-10T09:00:00Z');
UPDATE reservation SET {{ units }} = 4 WHERE id = 1;
--> refused
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' ORDER BY site;
--> 0
--> 0
--> 50
SQL
