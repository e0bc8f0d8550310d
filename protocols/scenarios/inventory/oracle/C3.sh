# C3: a reservation holds for 48 hours.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10);
UPDATE clock SET now = '2024-05-10T20:30:00Z';
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'P', 'X', 'W', 6, '2024-05-10T20:30:00Z');
UPDATE clock SET now = '2024-05-12T20:29:59Z';
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 4
UPDATE clock SET now = '2024-05-12T20:30:00Z';
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 10
INSERT INTO dispatch (reservation, at) VALUES (1, '2024-05-12T20:30:00Z');
--> refused
INSERT INTO reservation ({{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES ('P', 'X', 'W', 10, '2024-05-12T20:30:00Z');
SQL
