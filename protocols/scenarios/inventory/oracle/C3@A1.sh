# C3 after A1: a reservation holds until 18:00 UTC on the day after.
. "$(dirname "$0")/lib.sh"
judge <<'SQL'
INSERT INTO receipt ({{ item }}, label, site, {{ packs }}, single) VALUES ('P', 'p1', 'X', 0, 10);
UPDATE clock SET now = '2024-05-10T20:30:00Z';
INSERT INTO reservation (id, {{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES (1, 'P', 'X', 'W', 6, '2024-05-10T20:30:00Z');
UPDATE clock SET now = '2024-05-11T17:59:59Z';
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 4
UPDATE clock SET now = '2024-05-11T18:00:00Z';
SELECT {{ units }} FROM available WHERE {{ item }} = 'P' AND site = 'X';
--> 10
INSERT INTO dispatch (reservation, at) VALUES (1, '2024-05-11T18:00:00Z');
--> refused
INSERT INTO reservation ({{ item }}, site, {{ ward }}, {{ units }}, made_at) VALUES ('P', 'X', 'W', 10, '2024-05-11T18:00:00Z');
SQL
